// The cursor in the table: arrows go from cell to cell, Enter and F2 edit, typing begins to type where there is something to type.
// All other keys stay those of lists, and mean the row.
import { edit, isEditing } from "./editing.js";
import { cellOf, editOf, focusCell, focusedCell, headOf, isTitle, neighbour } from "./grid.js";
import { undo } from "./saving.js";
import { empty, extend, unmark, wasDragged } from "./block.js";

const PAGE = 10;
const FAR = 1e6;
const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -FAR], End: [0, FAR], PageUp: [-PAGE, 0], PageDown: [PAGE, 0] };
const click = (row, selector) => {
  const target = row.querySelector(selector);
  target?.click();
  return Boolean(target);
};

function keyed(event, cell) {
  const { key, shiftKey, altKey } = event;
  const held = event.ctrlKey || event.metaKey;
  const row = cell.parentElement;
  if (altKey) return false;
  if (key in WAYS) {
    const far = held && key.startsWith("Arrow") ? FAR : 1;
    const [down, right] = held && /^(Home|End)$/.test(key) ? [Math.sign(WAYS[key][1]) * FAR, WAYS[key][1]] : WAYS[key].map((step) => step * far);
    // Up and down it selects rows, where rows can be selected.
    if (shiftKey && (held || right || !row.querySelector(".row-select"))) return extend(cell, ...(held ? WAYS[key] : [down, right]));
    unmark();
    const next = neighbour(cell, down, right);
    // Above the first row there are the heads.
    if (key === "ArrowUp" && next === cell) return headOf(cell).querySelector("button")?.focus(), true;
    return focusCell(next);
  }
  if (held) return key === "z" && !shiftKey && undo();
  if (key === "Enter") return isTitle(cell) ? click(row, "[data-open]") : edit(cell);
  if (key === "F2") return edit(cell);
  if (key === " ") return editOf(cell) === "ticked" ? edit(cell) : click(row, "[data-complete]");
  if (key === "Escape") return unmark();
  if (key === "Delete" || key === "Backspace") return empty(), true;
  return key.length === 1 && !isTitle(cell) && editOf(cell) === "typed" && edit(cell, key);
}

// Ahead of the keys of lists.
document.addEventListener("keydown", (event) => {
  const cell = focusedCell();
  if (!cell || event.target !== cell || event.defaultPrevented || event.isComposing || isEditing()) return;
  if (document.querySelector("dialog[open], .pop:popover-open") || !keyed(event, cell)) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

// One click chooses and ticks; what is typed begins at the second, or at a double one.
let was = null;
document.addEventListener("pointerdown", () => (was = focusedCell()), { capture: true });
document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (!cell || isEditing() || wasDragged() || event.target.closest("a, button, input")) return;
  const as = editOf(cell);
  focusCell(cell);
  if (!isTitle(cell) && (as === "chosen" || as === "ticked" || (as === "typed" && was === cell))) edit(cell);
});
document.addEventListener("dblclick", (event) => {
  const cell = cellOf(event.target);
  if (cell && editOf(cell) === "typed" && !isEditing() && !event.target.closest("button, input")) edit(cell);
});
// The command "edit" clicks what is to be edited.
document.addEventListener("click", (event) => {
  const name = event.detail === 0 && event.target.matches?.(".grid-row [data-row-edit]") && event.target;
  if (!name) return;
  event.stopPropagation();
  edit(cellOf(name));
}, { capture: true });
