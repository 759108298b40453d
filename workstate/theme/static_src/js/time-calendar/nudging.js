// An entry moved or stretched by keys. What is pressed in one go is sent as one act, with one Undo.
import { hold, letGo } from "../hours/holding.js";
import { columnOf, shifted } from "../hours/words.js";
import { instantAt, now, placeOf } from "./axis.js";
import { place } from "./moving.js";
import { allowed, shadow, tell } from "./shadow.js";

const QUARTER = 900;
const PAUSE = 600;
let moving = null; // {item, start, stop, ends, shown, timer}

function flush() {
  if (!moving) return;
  const { item, start, stop, ends, shown, timer } = moving;
  clearTimeout(timer);
  moving = null;
  const both = ends.size > 1 || ends.has("to");
  const values = both ? { to: start } : ends.has("start") ? { start } : { stop };
  if (allowed(start, stop)) place(item, values, shown);
  else shown.gone();
  letGo();
}
addEventListener("pagehide", flush);
document.addEventListener("focusout", ({ target }) => moving?.item === target && setTimeout(() => moving && document.activeElement !== moving.item && flush()));

/** By a quarter of an hour up or down, by a day aside; of an end: ↑↓ the later, ←→ the earlier. */
export function nudge(item, x, y, stretches) {
  if ("closed" in item.dataset || !item.dataset.start) return true;
  const runs = "running" in item.dataset;
  const end = stretches ? (y ? "stop" : "start") : "to";
  if (runs && end !== "start") return true;
  // Another end is another act.
  if (moving && (moving.item !== item || !moving.ends.has(end))) flush();
  const { start, stop } = moving ?? { start: Number(item.dataset.start), stop: Number(item.dataset.stop ?? now()) };
  const by = (stretches ? x || y : y) * QUARTER;
  const span = { to: () => moved(item, start, stop, x, by), start: () => [Math.min(start + by, stop - QUARTER / 15), stop], stop: () => [start, Math.max(stop + by, start + QUARTER / 15)] }[end]();
  if (!moving) {
    hold();
    moving = { item, ends: new Set([end]), shown: shadow({ item, title: item.querySelector(".cal-name a").textContent }) };
  }
  clearTimeout(moving.timer);
  Object.assign(moving, { start: span[0], stop: span[1], timer: setTimeout(flush, PAUSE) });
  moving.shown.show(...span);
  moving.shown.element?.scrollIntoView({ block: "nearest" });
  tell(...span);
  return true;
}

/** Aside: to the same time by the clock of that day. */
function moved(item, start, stop, x, by) {
  const home = [...document.querySelectorAll("#cal-grid [data-hours]")].find((column) => placeOf(column, start) !== null);
  const there = x && home && columnOf(shifted(home.dataset.hours, x));
  const to = there ? instantAt(there, placeOf(home, start)) : start + by + x * 86400;
  return [to, to + stop - start];
}
