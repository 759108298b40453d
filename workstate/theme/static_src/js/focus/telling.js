// What begins or ends is said: by a sound, to a screen reader, and by a notification where that was allowed and nobody looks.
// Of several tabs of one browser one sounds.
import { announce } from "../dom.js";
import { intervals } from "./counting.js";
import { play } from "./sounding.js";

const HELD = 3000;

const known = () => {
  const [interval] = intervals();
  return interval ? { id: interval.dataset.focus, kind: interval.dataset.kind, open: Boolean(interval.dataset.ends), data: { ...interval.dataset } } : null;
};
let before = known();

const wordsOf = ({ open, kind, data }) => (open ? (kind === "focus" ? data.saidFocus : data.saidBreak) : data.over);

function say(now) {
  const words = wordsOf(now);
  announce(words);
  navigator.locks?.request(`focus ${now.id} ${now.open}`, { ifAvailable: true }, (lock) => {
    if (!lock) return null;
    play(now.data.sound, Number(now.data.volume ?? 60));
    if (document.hidden && globalThis.Notification?.permission === "granted") new Notification(words, { tag: "focus", silent: true });
    return new Promise((done) => setTimeout(done, HELD));
  });
}

/** A focus that somebody has just begun by hand needs no bell; what the clock did does. */
function look() {
  const now = known();
  const was = before;
  before = now;
  if (!was?.open || !now) return;
  const ended = now.id === was.id ? !now.open : Date.parse(was.data.ends) <= Date.parse(now.data.began);
  if (ended) say(now);
}
document.addEventListener("htmx:after:swap", look);
