// Alt and an arrow: the task goes a day on or back, or to the person above or below.
import { cellOf, move, page, taskAt } from "./moving.js";

const DAYS = { ArrowLeft: -1, ArrowRight: 1 };
const LINES = { ArrowUp: -1, ArrowDown: 1 };

document.addEventListener("keydown", (event) => {
  const task = event.altKey && !event.ctrlKey && !event.metaKey && taskAt(event.target);
  if (!task || !(event.key in DAYS || event.key in LINES)) return;
  event.preventDefault();
  const { from, on } = task.dataset;
  const lines = [...page().querySelectorAll("[data-line]")].map((line) => line.dataset.line);
  const days = [...new Set([...page().querySelectorAll("[data-day]")].map((cell) => cell.dataset.day))];
  const line = lines[lines.indexOf(from) + (LINES[event.key] ?? 0)];
  const day = days[days.indexOf(on) + (DAYS[event.key] ?? 0)];
  const cell = line && day && cellOf(line, day);
  if (cell) move(task, cell);
});
