// Which days are seen. Near the end of those that are drawn more are fetched; what one looks at stays where it is.
import { announce, attempt, meta } from "../dom.js";
import htmx from "./htmx.js";
import { dayAt, dayWidth, isoOf, leftEdge, namesWidth, numberOf, root, scroller, words, xOf } from "./days.js";

const MARGIN = 56;
let shown = "";
let kept = null; // A day, and how far from the left edge of the window it stands.

const seenLeft = () => scroller().getBoundingClientRect().left + namesWidth();
const middle = () => (seenLeft() + scroller().getBoundingClientRect().right) / 2;
const reach = () => scroller().clientWidth - namesWidth();

/** Put a day at the left edge, or where it was kept. */
function settle() {
  if (!scroller()) return;
  const { on, span, first } = root().dataset;
  const now = `${on} ${span} ${first}`;
  if (kept) scroller().scrollLeft += leftEdge() + xOf(kept.day) - kept.x;
  else if (now !== shown) scroller().scrollLeft = xOf(numberOf(on)) - MARGIN;
  [shown, kept] = [now, null];
}
settle();
document.addEventListener("htmx:after:swap", settle);

function go(changes, push) {
  const url = new URL(document.getElementById("task-list").getAttribute("hx-get"), location.href);
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return htmx.ajax("GET", url.pathname + url.search, { source: root(), target: "#task-list", swap: "outerMorph", push: String(push) });
}

/** Look from closer or farther away at the day under `x`, and remember it as the choice of this list. */
async function zoom(span, x = middle()) {
  if (!span || span === root().dataset.span) return;
  const day = Math.floor(dayAt(x));
  kept = { day, x };
  const body = new URLSearchParams({ span });
  attempt(() => fetch(root().dataset.lookUrl, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": meta("csrf-token") } }).catch(() => {}));
  await go({ span, on: isoOf(day) }, true);
  kept = null;
}
const SPANS = ["week", "month", "quarter", "year"];
const beside = (step) => SPANS[SPANS.indexOf(root().dataset.span) + step];

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".tl-spans") || !scroller()) return;
  event.preventDefault();
  event.stopPropagation();
  zoom(event.submitter.value);
}, { capture: true });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-timeline-go]");
  if (!link || !scroller() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = link.dataset.timelineGo;
  if (way === "today") shown = ""; // Also when it is today's timeline that was scrolled away.
  if (way !== "closer" && way !== "farther") return;
  event.preventDefault();
  event.stopPropagation();
  zoom(beside(way === "closer" ? -1 : 1));
}, { capture: true });

let turned = 0;
document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest?.("#timeline-scroll")) return;
  event.preventDefault();
  turned += event.deltaY;
  if (Math.abs(turned) < 80) return;
  zoom(beside(turned < 0 ? -1 : 1), Math.max(event.clientX, seenLeft()));
  turned = 0;
}, { passive: false });

/** Scroll by a part of what is seen; 1 is all of it. */
export function scrollTime(part) {
  const before = scroller().scrollLeft;
  scroller().scrollLeft += part * reach();
  if (scroller().scrollLeft === before) more();
  const first = Math.floor(dayAt(seenLeft()));
  announce(root().dataset.shown.replace("{days}", words({ start: first, due: first + Math.floor(reach() / dayWidth()) })));
}

/** Bring the days of a bar into sight. */
export function reveal({ start, due }) {
  const [from, to] = [xOf(Math.min(start ?? due, due ?? start)), xOf(Math.max(start ?? due, due ?? start) + 1)];
  const left = scroller().scrollLeft;
  if (from < left) scroller().scrollLeft = from - MARGIN;
  else if (to > left + reach()) scroller().scrollLeft = Math.min(from, to - reach() + MARGIN);
}

async function more() {
  if (kept) return;
  const x = middle();
  const day = Math.floor(dayAt(x));
  kept = { day, x: leftEdge() + xOf(day) };
  await go({ on: isoOf(day) }, false);
  kept = null;
}

let waiting;
document.addEventListener("scroll", ({ target }) => {
  if (target.id !== "timeline-scroll") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (!scroller() || root().classList.contains("is-dragging")) return;
    const { scrollLeft, scrollWidth, clientWidth } = scroller();
    if (scrollLeft < 2 || scrollLeft > scrollWidth - clientWidth - 2) more();
  }, 160);
}, { capture: true, passive: true });
