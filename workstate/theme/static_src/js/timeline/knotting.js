// From the knot at the end of a bar to another bar: that one waits for this. A click on an arrow takes it away.
import { hold, post, release } from "./bars.js";
import { pathOf } from "./arrows.js";
import { extentOf, root, timeOf } from "./days.js";
import { under } from "./meaning.js";

let knot = null;
const links = () => document.getElementById("timeline-links");
const blocking = (row, number) => row.dataset.daysUrl.replace(/days\/$/, `blocking/${number}/`);

document.addEventListener("pointerdown", (event) => {
  const end = !event.button && event.target.closest?.("#timeline-sheet") && under(event).closest("[data-knot]");
  if (!end || getComputedStyle(end).opacity === "0") return;
  const row = end.closest("[data-row]");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  links().append(path);
  knot = { row, path, id: event.pointerId, target: null };
  hold(knot);
  root().classList.add("is-dragging");
  event.preventDefault();
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== knot?.id) return;
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("#timeline [data-days-url]");
  const target = under === knot.row ? null : under;
  if (target !== knot.target) {
    knot.target?.classList.remove("is-drop");
    target?.classList.add("is-drop");
    knot.target = target;
  }
  const [box, at] = [links().getBoundingClientRect(), knot.row.querySelector("[data-bar] .tl-body").getBoundingClientRect()];
  const { x, width } = extentOf(timeOf(knot.row));
  const one = { to: x + width, y: (at.top + at.bottom) / 2 - box.top };
  knot.path.setAttribute("d", pathOf(one, { from: event.clientX - box.left, y: event.clientY - box.top, half: 18 }));
});

function stop(keep) {
  if (!knot) return;
  const { row, path, target } = knot;
  const reason = knot;
  knot = null;
  path.remove();
  target?.classList.remove("is-drop");
  root().classList.remove("is-dragging");
  if (keep && target) post(row, blocking(row, target.dataset.number));
  release(reason);
}
document.addEventListener("pointerup", (event) => event.pointerId === knot?.id && stop(true));
document.addEventListener("pointercancel", (event) => event.pointerId === knot?.id && stop(false));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !knot) return;
  event.stopImmediatePropagation();
  stop(false);
}, { capture: true });
document.addEventListener("touchmove", (event) => knot && event.preventDefault(), { passive: false });

document.addEventListener("click", (event) => {
  const arrow = event.target.closest?.("#timeline-links .is-open") && under(event).closest("#timeline-links .is-open");
  const row = arrow && document.getElementById(`task-${arrow.dataset.source}-row`);
  if (row) post(row, blocking(row, arrow.dataset.target), { method: "DELETE" });
});
