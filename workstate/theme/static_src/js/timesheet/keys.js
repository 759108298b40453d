// Keys that only a week has: Tab goes on to the next cell, Shift+F2 opens the note, Enter on a cell that two devices changed asks which.
import { focusCell, focusedCell } from "../table/grid.js";
import { isEditing } from "../table/editing.js";
import { tell } from "../table/refusals.js";
import { DAY, dayCells } from "./cells.js";
import { look } from "./looking.js";
import { open } from "./torn.js";

/** The day cell after or before, in the order in which one reads; undefined at either end, where Tab leaves the grid. */
function beside(cell, back) {
  const way = back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const ahead = dayCells().filter((other) => cell.compareDocumentPosition(other) & way);
  return ahead.at(back ? -1 : 0);
}

document.addEventListener("keydown", (event) => {
  const cell = focusedCell();
  if (!cell?.closest("#timesheet") || event.target !== cell || isEditing() || event.altKey || event.ctrlKey || event.metaKey) return;
  const isDay = cell.matches(DAY);
  let done = false;
  if (event.key === "Tab") done = focusCell(beside(cell, event.shiftKey));
  else if (event.key === "F2" && event.shiftKey && isDay) done = look(cell);
  else if (event.key === "Enter" && isDay) done = open(cell, { focus: true });
  else if (/^[\d.,:]$/.test(event.key) && cell.dataset.fixed) done = (tell(cell, cell.dataset.fixed), true);
  if (!done) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
