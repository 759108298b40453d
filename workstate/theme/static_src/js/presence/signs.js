// What the page was told, on [data-presence] in the header's timer: addresses, thresholds, the mark of the clock.
import { attempt } from "../dom.js";

const KEY = "workstate.touched";

/** What the timer says now; nothing where no timer runs and no reminder is wished for. */
export const signs = () => document.querySelector("#timer [data-presence]")?.dataset ?? {};
export const runs = () => "gap" in signs();

let touched = Date.now();

/** When anything of ours was touched last in this browser, in whichever tab. */
export const lastTouch = () => Math.max(touched, Number(attempt(() => localStorage.getItem(KEY))) || 0);

let kept = 0;
/** Tabs share it by what the browser stores, a little late. */
export function keepTouch(at) {
  touched = at;
  if (at - kept < 2000) return;
  kept = at;
  attempt(() => localStorage.setItem(KEY, at));
}

const listeners = [];
/** Call with (now, before) at every touch; before is when the last one was. */
export const onTouch = (listener) => listeners.push(listener);

function touch(event) {
  if (event?.type === "pointermove" && !event.movementX && !event.movementY) return; // The page moved, not the hand.
  if (document.hidden) return;
  const now = Date.now();
  const before = lastTouch();
  keepTouch(now);
  for (const listener of listeners) listener(now, before);
}

for (const type of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"]) addEventListener(type, touch, { passive: true, capture: true });
document.addEventListener("visibilitychange", () => touch());
