// Which days are seen. What one looks at stays where it is when other days are drawn.
import { announce } from "../dom.js";
import { dayAt, dayWidth, extentOf, leftEdge, namesWidth, numberOf, root, scroller, sheet, timeOf, words, xOf } from "./days.js";

const MARGIN = 56;
let shown = "";
let kept = null; // A day, and how far from the left edge of the window it stands.

export const seenLeft = () => scroller().getBoundingClientRect().left + namesWidth();
export const reach = () => scroller().clientWidth - namesWidth();
/** The middle of what is seen, in the window. */
export const middle = () => seenLeft() + reach() / 2;

/** Keep a day where it is in the window, until it has been drawn anew. */
export const keep = (day, x) => (kept = day === null ? null : { day, x });
/** Go to the day that the address names, wherever one has scrolled to. */
export const forget = () => (shown = "");

function settle() {
  if (!scroller()) return;
  const { on, span, first } = root().dataset;
  const now = `${on} ${span} ${first}`;
  if (kept) scroller().scrollLeft += leftEdge() + xOf(kept.day) - kept.x;
  else if (now !== shown) scroller().scrollLeft = xOf(numberOf(on)) - MARGIN;
  [shown, kept] = [now, null];
  tellAway();
}

/** Scroll by a part of what is seen, 1 is all of it; false at the end of what is drawn. */
export function scrollTime(part) {
  const before = scroller().scrollLeft;
  scroller().scrollLeft += part * reach();
  const first = Math.floor(dayAt(seenLeft()));
  announce(root().dataset.shown.replace("{days}", words({ start: first, due: first + Math.floor(reach() / dayWidth()) })));
  return scroller().scrollLeft !== before;
}

/** Bring the days of a bar into sight, where they are drawn. */
export function reveal(time) {
  const { x, width } = extentOf(time);
  const left = scroller().scrollLeft;
  if (x < left) scroller().scrollLeft = x - MARGIN;
  else if (x + width > left + reach()) scroller().scrollLeft = Math.min(x - 8, x + width - reach() + MARGIN);
}

/** Say of each row whether its bar lies before or after what is seen. */
function tellAway() {
  if (!scroller()) return;
  const [from, to] = [scroller().scrollLeft, scroller().scrollLeft + reach()];
  for (const row of sheet().querySelectorAll("[data-row]")) {
    const time = timeOf(row);
    const none = time.start === null && time.due === null;
    const { x, width } = none ? { x: from, width: 1 } : extentOf(time);
    const away = x + width <= from ? "before" : x >= to ? "after" : "";
    if (away) row.dataset.away = away;
    else delete row.dataset.away;
  }
}
let asked = 0;
document.addEventListener("scroll", ({ target }) => {
  if (target.id === "timeline-scroll") asked ||= requestAnimationFrame(() => (asked = tellAway() ?? 0));
}, { capture: true, passive: true });

settle();
document.addEventListener("htmx:after:swap", settle);
