// What a drag means, and where one may begin.
import { dayAt } from "./days.js";
import { seenLeft } from "./seeing.js";

const OPEN_DAYS = 14;

/** What the pointer is on; of an arrow that lies over a bar, the bar. */
export function under({ target, clientX, clientY }) {
  if (!target.closest("#timeline-links")) return target;
  return document.elementsFromPoint(clientX, clientY).find((one) => one.closest("[data-bar]")) ?? target;
}

/** How what was pressed is dragged: move, start, due, draw, place, pan; null when it is not. */
export function modeOf(target, row, touch) {
  if (target.closest("[data-knot]")) return null;
  const editable = row?.dataset.daysUrl !== undefined;
  if (target.closest("[data-bar]") && editable) return target.closest("[data-end]")?.dataset.end ?? "move";
  const undated = editable && !row.dataset.start && !row.dataset.due;
  if (undated && !touch && target.closest(".tl-name") && !target.closest("button, input")) return "place";
  if (!target.closest("[data-lane], .tl-axis")) return null;
  return undated ? "draw" : touch ? null : "pan";
}

const plus = (day, step) => (day === null ? null : day + step);

/** The days that the pointer means: from those before, by where it began (`at`, a day) and where it is (`x`, in the window). */
export function meantBy({ mode, before, at, x, none }) {
  const here = dayAt(x);
  const step = Math.round(here - at);
  const { start, due } = before;
  if (none) return { start: null, due: null };
  if (mode === "move") return { start: plus(start, step), due: plus(due, step) };
  if (mode === "start") return due === null ? { start: start + step, due } : { start: step || start !== null ? Math.min((start ?? due) + step, due) : null, due };
  if (mode === "due") {
    const first = start ?? due;
    return { start: step || start !== null ? first : null, due: Math.max(first, (due ?? first + OPEN_DAYS - 1) + step) };
  }
  if (mode === "place") return x < seenLeft() ? before : { start: null, due: Math.floor(here) };
  const [from, to] = [Math.floor(at), Math.floor(here)].sort((a, b) => a - b);
  return from === to ? { start: null, due: from } : { start: from, due: to };
}
