// The pointer drawn over empty hours writes them down; a click means half an hour, and a gap is filled as long as it is.
import { gesture } from "../hours/gesture.js";
import { add } from "./adding.js";
import { now, snapped, spotAt } from "./axis.js";
import { allowed, shadow } from "./shadow.js";

const HALF = 1800;
const HELD = "a, button, input, .cal-item, .tc-gap form";
let wasOpen = false;

const columnAt = (target) => !target.closest(HELD) && target.closest("#calendar [data-hours]");

gesture({
  takes: (event) => (wasOpen ? null : columnAt(event.target)),
  lift({ x, y, alt }) {
    const spot = spotAt(x, y);
    return spot?.column ? { from: snapped(spot.instant, alt), shown: shadow({ title: "" }) } : null;
  },
  follow(drag, { x, y, alt }) {
    const spot = spotAt(x, y);
    if (!spot?.column) return;
    const to = snapped(spot.instant, alt);
    Object.assign(drag, { start: Math.min(drag.from, to), stop: Math.max(drag.from, to) });
    if (drag.stop > drag.start) drag.shown.show(drag.start, drag.stop);
  },
  drop(drag) {
    const { start, stop, shown } = drag;
    if (!(stop > start) || !allowed(start, Math.min(stop, Math.max(now(), start)))) return;
    drag.sent = true;
    // Not before the pointer is up: that closes what stands open.
    setTimeout(add, 0, { start, stop: Math.min(stop, Math.max(now(), start + 60)), shown });
  },
  end: ({ shown, sent }) => sent || shown.gone(),
});

/** Half an hour from a place, as far as it has gone by. */
export function addAt(start) {
  const stop = Math.min(start + HALF, Math.floor(now() / 60) * 60);
  if (allowed(start, Math.max(stop, start + 60))) add({ start, stop });
}

document.addEventListener("pointerdown", (event) => {
  wasOpen = Boolean(document.querySelector(".pop:popover-open, dialog[open]"));
  // Marks no text, and the day that is drawn on has the cursor.
  const column = event.target instanceof Element && !event.button && event.pointerType !== "touch" && columnAt(event.target);
  if (!column) return;
  event.preventDefault();
  column.focus({ preventScroll: true });
}, { capture: true });

document.addEventListener("click", (event) => {
  const fill = event.target.closest?.("[data-fill]");
  if (fill) {
    const { start, stop } = fill.closest(".tc-gap").dataset;
    return add({ start: Number(start), stop: Number(stop) });
  }
  if (event.defaultPrevented || wasOpen || !columnAt(event.target)) return;
  const spot = spotAt(event.clientX, event.clientY);
  if (spot?.column) addAt(Math.floor(spot.instant / 900) * 900);
});
