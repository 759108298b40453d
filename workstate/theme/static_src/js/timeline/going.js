// To other days than those that are drawn, from closer or farther away.
import { attempt, meta } from "../dom.js";
import htmx from "./htmx.js";
import { dayAt, extentOf, isoOf, leftEdge, root, scroller, timeOf, xOf } from "./days.js";
import { forget, keep, middle, reach, reveal, seenLeft } from "./seeing.js";

const SPANS = ["week", "month", "quarter", "year"];
const beside = (step) => SPANS[SPANS.indexOf(root().dataset.span) + step];
let going = false;

async function go(changes, push) {
  const url = new URL(document.getElementById("task-list").getAttribute("hx-get"), location.href);
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  going = true;
  await htmx.ajax("GET", url.pathname + url.search, { source: root(), target: "#task-list", swap: "outerMorph", push: String(push) });
  going = false;
  keep(null);
}

/** Look from closer or farther away at the day under `x`, and remember it as the choice of this list. */
function zoom(span, x = middle()) {
  if (!span || going || span === root().dataset.span) return;
  const day = Math.floor(dayAt(x));
  keep(day, x);
  const body = new URLSearchParams({ span });
  attempt(() => fetch(root().dataset.lookUrl, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": meta("csrf-token") } }).catch(() => {}));
  go({ span, on: isoOf(day) }, true);
}

/** Draw more days around those that are seen. */
export function more() {
  if (going) return;
  const day = Math.floor(dayAt(middle()));
  keep(day, leftEdge() + xOf(day));
  go({ on: isoOf(day) }, false);
}

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
  if (way === "today") forget(); // Also where today's timeline was scrolled away.
  if (way !== "closer" && way !== "farther") return;
  event.preventDefault();
  event.stopPropagation();
  zoom(beside(way === "closer" ? -1 : 1));
}, { capture: true });

// The mark beside a name leads to a bar that is out of sight.
document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".tl-name")?.closest("[data-away]");
  if (!row) return;
  const name = event.target.getBoundingClientRect();
  if (event.clientX < name.right && event.clientY < name.bottom) return;
  const time = timeOf(row);
  const { x, width } = extentOf(time);
  if (x + width > 0 && x + reach() / 2 < scroller().scrollWidth) reveal(time);
  else go({ on: isoOf(time.start ?? time.due) }, true);
});

let turned = 0;
document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest?.("#timeline-scroll")) return;
  event.preventDefault();
  turned += event.deltaY;
  if (Math.abs(turned) < 80) return;
  zoom(beside(turned < 0 ? -1 : 1), Math.max(event.clientX, seenLeft()));
  turned = 0;
}, { passive: false });

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
