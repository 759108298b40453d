// The timeline: bars are dragged and stretched, days come and go while one scrolls, arrows say what waits for what.
import "./timeline/seeing.js";
import "./timeline/going.js";
import "./timeline/arrows.js";
import "./timeline/dragging.js";
import "./timeline/knotting.js";
import "./timeline/keys.js";
