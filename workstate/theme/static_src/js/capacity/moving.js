// Telling the server that a task goes to a cell: one request, taken back by one Undo.
import { announce } from "../dom.js";
import { ask } from "../hours/holding.js";

export const page = () => document.getElementById("capacity");
export const cellOf = (line, day) => page().querySelector(`[data-cell="${CSS.escape(line)}"][data-day="${day}"]`);
export const taskAt = (element) => element?.closest?.("#capacity .cap-task");

export const wordsOf = ({ dataset: { name, words } }) => `${name}, ${words}`;

/** Whether a day may still be planned: what is over is no plan. */
export const takes = (cell) => Boolean(cell) && !cell.matches(".is-past");

export function move(task, cell) {
  const { task: number, from, on } = task.dataset;
  if (!takes(cell) || (cell.dataset.cell === from && cell.dataset.day === on)) return;
  task.classList.add("is-away");
  announce(wordsOf(cell));
  return ask(page().dataset.moves, { task: number, from, to: cell.dataset.cell, day: cell.dataset.day }, () => task.classList.remove("is-away"));
}

// News of what was open before: whoever has gone on to another day is not taken back.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement, target, request } = event.detail.ctx;
  if (target !== page() || sourceElement !== target) return;
  const same = (address) => new URL(address, location.href).href;
  if (same(request.action) !== same(target.getAttribute("hx-get"))) event.preventDefault();
});
