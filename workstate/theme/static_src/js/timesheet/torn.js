// A cell that was changed on another device while it was typed in here: both values are shown, and one of them is chosen.
import { announce, make } from "../dom.js";
import { place } from "../place.js";
import { focusCell, keyOf, numberOf, words } from "../table/grid.js";
import { cellAt } from "../table/refusals.js";
import { fill } from "../table/saving.js";
import { DAY, draw, nameOf } from "./cells.js";
import { format, read } from "./durations.js";
import { recount } from "./totals.js";

/** By cell: {row, day, value: what was typed, theirs: the seconds that stand there, before: those that stood there}. */
export const torn = new Map();
let panel = null;

const hoursOf = (seconds) => (seconds ? format(seconds) : words("clear"));
const shown = (value) => hoursOf(read(value) ?? NaN) || value;
const at = (cell) => torn.get(nameOf(numberOf(cell), keyOf(cell)));

export function tear(item) {
  torn.set(nameOf(item.row, item.day), item);
  mark();
  announce(torn.size > 1 ? words("conflicts", { count: torn.size }) : words("conflict"));
  const cell = cellAt(item.row, item.day);
  if (cell && torn.size === 1) open(cell);
}

function mark() {
  for (const { row, day, value, theirs } of torn.values()) {
    const cell = cellAt(row, day);
    if (!cell) continue;
    if (!cell.querySelector(".grid-input")) cell.replaceChildren(shown(value));
    cell.classList.add("is-torn");
    cell.dataset.seconds = theirs;
  }
}

function choose(item, mine) {
  const cell = cellAt(item.row, item.day);
  torn.delete(nameOf(item.row, item.day));
  hide();
  cell?.classList.remove("is-torn");
  if (cell) draw(cell, item.theirs);
  recount();
  if (mine) fill([[item.row, item.day, item.value]]);
  else document.dispatchEvent(new CustomEvent("timesheet:settled"));
  focusCell(cell);
}

function hide() {
  panel?.remove();
  panel = null;
}

/** Ask beside the cell; false when there is nothing to ask. */
export function open(cell, { focus = false } = {}) {
  const item = at(cell);
  if (!item) return false;
  hide();
  const button = (text, mine) => {
    const made = make("button", { type: "button", className: "btn" }, text);
    made.addEventListener("click", () => choose(item, mine));
    return made;
  };
  const told = item.theirs ? words("theirs", { hours: format(item.theirs) }) : words("nothing");
  panel = make("div", { className: "sheet-torn", role: "group", "aria-label": words("conflict") }, make("p", {}, told),
    button(words("keep", { hours: shown(item.value) }), true), button(words("take", { hours: hoursOf(item.theirs) }), false));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    hide();
    focusCell(cellAt(item.row, item.day));
  });
  document.getElementById("main").append(panel);
  place(panel, cell);
  if (focus) panel.querySelector("button").focus();
  return true;
}

document.addEventListener("focusin", ({ target }) => {
  if (panel?.contains(target)) return;
  if (!(target.matches?.(DAY) && open(target))) hide();
});
document.addEventListener("htmx:after:swap", mark);
addEventListener("scroll", ({ target }) => panel && !panel.contains(target) && target.id !== "main" && hide(), { capture: true, passive: true });
