// Focus and breaks: the countdown in the header and in focus mode, the sound at an interval's end, signs of life, Esc that leaves.
// Loaded where an interval is open or offered, in focus mode, and where its sound is chosen.
import "./focus/counting.js";
import "./focus/telling.js";
import "./focus/presence.js";
import "./focus/leaving.js";
import "./focus/choosing.js";
