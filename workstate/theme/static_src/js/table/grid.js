// Where things stand in the table: rows that are seen, cells by row and column, and the cell at the cursor. A timesheet is such a
// table too (../timesheet.js): its rows are named by data-key, its cells may say by data-fixed why they cannot be changed.
const CELL = ".grid-row > :is(td, th):not(.grid-end)";
let column = 0;

export const grid = () => document.getElementById("task-table");
/** Those of columns with a meaning: not the narrow one at the end. */
export const heads = () => [...(grid()?.tHead.rows[0].cells ?? [])].slice(0, -1);
export const rows = () => [...(grid()?.querySelectorAll(".grid-row") ?? [])].filter((row) => row.checkVisibility());
export const cellOf = (target) => target?.closest?.(CELL) ?? null;
export const focusedCell = () => (document.activeElement?.matches(CELL) ? document.activeElement : null);
export const headOf = (cell) => heads()[cell.cellIndex];
export const keyOf = (cell) => headOf(cell).dataset.key;
/** What names the row: the number of its task, or a word. */
export const numberOf = ({ parentElement: row }) => row.dataset.key ?? Number(row.querySelector(".row-select").value);
export const urlOf = (cell) => cell.parentElement.querySelector("[data-retitle-url]").dataset.retitleUrl;
export const isTitle = (cell) => cell.cellIndex === 0;
/** What it says in plain words: what is copied, and typed over. */
export const wordsOf = (cell) => cell.dataset.words ?? cell.textContent.trim();
/** typed, chosen or ticked; "" for what cannot be changed. */
export const editOf = (cell) => ("fixed" in cell.parentElement.dataset || "fixed" in cell.dataset ? "" : (headOf(cell)?.dataset.editAs ?? ""));

const sentences = () => JSON.parse(document.getElementById("grid-words")?.textContent || "{}");
export const words = (key, values = {}) => (sentences()[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function focusCell(cell) {
  if (!cell) return false;
  column = cell.cellIndex;
  const frame = document.getElementById("grid-wrap");
  // What is sticky covers what is scrolled to.
  frame.style.scrollPadding = `${grid().tHead.offsetHeight + 4}px 0 ${(grid().tFoot?.offsetHeight ?? 0) + 4}px ${heads()[0].offsetWidth + 4}px`;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

/** The cell so many rows and columns away, or the last one on the way there. */
export function neighbour(cell, down, right) {
  const all = rows();
  const row = all[Math.max(0, Math.min(all.length - 1, all.indexOf(cell.parentElement) + down))];
  return row?.cells[Math.max(0, Math.min(heads().length - 1, cell.cellIndex + right))];
}

// The cursor of lists is at a row; in a table it is at the cell of that row in the column where one was.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".grid-row")) focusCell(target.cells[Math.min(column, heads().length - 1)]);
  else if (target.matches?.(CELL)) column = target.cellIndex;
});
