// A cell looked at closely: the line under the grid says which one it is; a panel lists its entries and takes a note.
import { on } from "../dom.js";
import { grid, headOf, keyOf, numberOf } from "../table/grid.js";
import { settled } from "../table/saving.js";
import { cellAt } from "../table/refusals.js";
import { DAY } from "./cells.js";

let last = null;

/** Open the panel once what was typed is saved. */
export function look(cell) {
  const [row, day] = [numberOf(cell), keyOf(cell)];
  settled().then(() => {
    const url = `${grid().dataset.cellsUrl}${row}/${day}/`;
    cellAt(row, day)?.dispatchEvent(new CustomEvent("pick:open", { bubbles: true, detail: { url } }));
  });
  return true;
}

document.addEventListener("focusin", ({ target }) => {
  const cell = target.closest?.(DAY);
  if (!cell) return;
  last = [numberOf(cell), keyOf(cell)];
  const title = cell.parentElement.cells[0].dataset.words;
  document.querySelector("[data-sheet-where]").textContent = [title, headOf(cell).dataset.label].filter(Boolean).join(" · ");
  document.querySelector("[data-sheet-card]").hidden = false;
});
on("click", "[data-sheet-card]", () => {
  const cell = last && cellAt(...last);
  if (cell) look(cell);
});
