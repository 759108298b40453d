// Arrows from what blocks to what waits. Where rows stand depends on what is folded and how wide the window is, so they are
// drawn here; the server says between which.
import { extentOf, root, sheet, timeOf } from "./days.js";

const OUT = 8;
const BEND = 4;

/** A path through the points, its corners rounded. */
function through(points) {
  let path = `M${points[0]}`;
  for (let at = 1; at < points.length - 1; at++) {
    const [before, [x, y], after] = [points[at - 1], points[at], points[at + 1]];
    const towards = ([tx, ty]) => {
      const far = Math.hypot(tx - x, ty - y);
      const step = Math.min(BEND, far / 2) / (far || 1);
      return [x + (tx - x) * step, y + (ty - y) * step];
    };
    path += `L${towards(before)}Q${[x, y]} ${towards(after)}`;
  }
  return `${path}L${points.at(-1)}`;
}

/** Where a row's bar begins and ends, and its middle; null where none is seen. */
function standOf(number, top) {
  const row = document.getElementById(`task-${number}-row`);
  const time = row && timeOf(row);
  if (!row?.checkVisibility() || (time.start === null && time.due === null)) return null;
  const box = row.getBoundingClientRect();
  const { x, width } = extentOf(time);
  // On a narrow page the bar stands beneath the name.
  return { from: x, to: x + width, y: box.top - top + (box.height > 60 ? 56 : box.height / 2), half: Math.min(box.height, 40) / 2 };
}

function pointsOf(one, other) {
  const [x1, x2] = [one.to, other.from - 1];
  if (x2 >= x1 + 2 * OUT) return [[x1, one.y], [x1 + OUT, one.y], [x1 + OUT, other.y], [x2, other.y]];
  const between = other.y - Math.sign(other.y - one.y) * other.half;
  return [[x1, one.y], [x1 + OUT, one.y], [x1 + OUT, between], [x2 - OUT, between], [x2 - OUT, other.y], [x2, other.y]];
}
export const pathOf = (one, other) => through(pointsOf(one, other));
/** Where an arrow can be clicked: not where it touches the bars, whose ends are there. */
const clickable = (one, other) => `M${pointsOf(one, other).slice(1, -1).join("L")}`;

let asked = 0;
export function drawArrows() {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    drawNow();
  });
}

function drawNow() {
  const links = root() && document.getElementById("timeline-links");
  if (!links) return;
  const { top } = links.getBoundingClientRect();
  const stands = new Map();
  const stand = (number) => stands.get(number) ?? stands.set(number, standOf(number, top)).get(number);
  const paths = [...links.querySelectorAll("[data-source]")].map((arrow) => {
    const [one, other] = [stand(arrow.dataset.source), stand(arrow.dataset.target)];
    return [arrow, one && other ? [clickable(one, other), pathOf(one, other)] : ["", ""]];
  });
  for (const [arrow, ds] of paths) arrow.querySelectorAll("path").forEach((path, at) => path.setAttribute("d", ds[at]));
}

const watching = new ResizeObserver(drawArrows);
function begin() {
  drawNow();
  if (sheet()) watching.observe(sheet());
}
begin();
document.addEventListener("htmx:after:swap", begin);
document.addEventListener("toggle", ({ target }) => target.closest?.(".tl") && drawNow(), true);
