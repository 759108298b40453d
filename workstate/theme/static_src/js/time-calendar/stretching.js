// Both ends of an entry may be dragged. The one that is not touched stays where it is, to the second.
import { gesture } from "../hours/gesture.js";
import { now, snapped, spotAt } from "./axis.js";
import { place } from "./moving.js";
import { allowed, shadow, tell } from "./shadow.js";

const LEAST = 60;

gesture({
  rests: false,
  takes: ({ target }) => target.closest("#calendar [data-stretch]"),
  lift({ item: edge }) {
    const item = edge.closest("[data-entry]");
    const title = item.querySelector(".cal-name a").textContent;
    return { item, end: edge.dataset.stretch, start: Number(item.dataset.start), stop: Number(item.dataset.stop ?? now()), shown: shadow({ item, title }) };
  },
  follow(drag, { x, y, alt }) {
    const spot = spotAt(x, y);
    if (!spot?.column) return;
    const at = snapped(spot.instant, alt);
    if (drag.end === "start") drag.to = Math.min(at, drag.stop - LEAST);
    else drag.to = Math.max(at, drag.start + LEAST);
    drag.shown.show(...spanOf(drag));
  },
  drop(drag) {
    const { item, end, to, shown } = drag;
    if (to === undefined || to === drag[end] || !allowed(...spanOf(drag))) return;
    drag.sent = true;
    place(item, { [end]: to }, shown);
    tell(...spanOf(drag));
  },
  end: ({ shown, sent }) => sent || shown.gone(),
});
const spanOf = ({ end, to, start, stop }) => (end === "start" ? [to, stop] : [start, to]);

// A click on an edge opens nothing.
document.addEventListener("click", (event) => event.target.closest?.("#calendar [data-stretch]") && event.preventDefault(), { capture: true });
