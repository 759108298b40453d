// What was refused: the cell keeps what was typed and says why beside it, however often the table is drawn anew.
import { announce, make } from "../dom.js";
import { heads, keyOf, numberOf, rows } from "./grid.js";

const refused = new Map();
const nameOf = (cell) => `${numberOf(cell)} ${keyOf(cell)}`;
let bubble;

export function cellAt(number, key) {
  const row = rows().find((one) => String(numberOf(one.cells[0])) === String(number));
  return row?.cells[heads().findIndex((head) => head.dataset.key === key)];
}

export const typedIn = (cell) => refused.get(nameOf(cell))?.text;
export const reasonOf = (cell) => refused.get(nameOf(cell))?.message ?? "";

export function refuse(cell, text, message) {
  refused.set(nameOf(cell), { text, message });
  show();
}

export function forgive(cell) {
  if (!refused.delete(nameOf(cell))) return;
  cell.classList.remove("is-wrong");
  cell.removeAttribute("aria-invalid");
  hush();
}

function show() {
  for (const [name, { message }] of refused) {
    const [number, ...key] = name.split(" ");
    const cell = cellAt(number, key.join(" "));
    if (!cell) continue;
    cell.classList.add("is-wrong");
    cell.setAttribute("aria-invalid", "true");
    cell.title = message;
  }
}

export function hush() {
  bubble?.remove();
}

/** Say it beside the cell. */
export function tell(cell, message) {
  hush();
  bubble = make("div", { id: "grid-wrong", className: "grid-wrong" }, message);
  document.body.append(bubble);
  const at = cell.getBoundingClientRect();
  bubble.style.left = `${Math.max(8, Math.min(at.left, innerWidth - bubble.offsetWidth - 8))}px`;
  const below = at.bottom + 4;
  bubble.style.top = `${below + bubble.offsetHeight < innerHeight ? below : at.top - bubble.offsetHeight - 4}px`;
  announce(message);
}

document.addEventListener("htmx:after:swap", show);
document.addEventListener("focusin", ({ target }) => {
  hush();
  const cell = target.matches?.(".grid-row > :is(td, th)") ? target : null;
  if (cell && reasonOf(cell)) tell(cell, reasonOf(cell));
});
addEventListener("scroll", hush, { capture: true, passive: true });
