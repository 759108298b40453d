// “I am here”: at most once a minute from one browser, and only after something was touched.
import { attempt, meta } from "../dom.js";
import { lastTouch, onTouch, signs } from "./signs.js";

const EVERY = 60000;
const KEY = "workstate.beat";
let waiting;
let held = null;

const lastBeat = () => Number(attempt(() => localStorage.getItem(KEY))) || 0;

/** While the server works out how long we were away, we have not been there yet. */
export function hold(answered) {
  const mine = (held = answered.finally(() => {
    if (held === mine) held = null;
    beat();
  }));
}

function beat() {
  clearTimeout(waiting);
  waiting = null;
  const { beat: url } = signs();
  const now = Date.now();
  if (!url || held || lastTouch() <= lastBeat()) return;
  const due = lastBeat() + EVERY - now;
  if (due > 0 && due <= EVERY) return void (waiting = setTimeout(beat, due));
  attempt(() => localStorage.setItem(KEY, now));
  const body = new URLSearchParams({ ago: Math.round((now - lastTouch()) / 1000) });
  // Nobody is told when it fails: the next one will do.
  fetch(url, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": meta("csrf-token"), "HX-Request": "true" } }).catch(() => {});
}

onTouch(() => waiting || queueMicrotask(beat)); // After all others have seen the touch: one may want it held.
