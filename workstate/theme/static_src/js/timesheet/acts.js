// What was put into cells and the server has not answered yet: acts in the order in which they were done, each of one cell or of a
// block. The page shows them as if they were saved, and keeps them over a reload.
import { attempt } from "../dom.js";
import { words } from "../table/grid.js";
import { cellAt } from "../table/refusals.js";
import { newId } from "../ids.js";
import { draw, finished, running } from "./cells.js";
import { read } from "./durations.js";
import { torn } from "./torn.js";
import { recount } from "./totals.js";

const place = `timesheet ${location.pathname}`;
/** {id, cells: [{row, day, value, expected}], tries} */
export const waiting = [];
/** `turns` grows with all that makes an answer to an earlier question old; late: the server did not answer the first act. */
export const state = { turns: 0, late: false };

export const isLate = () => state.late && waiting.length > 0;
export const itemsOf = () => waiting.flatMap((act) => act.cells);
export const itemAt = (row, day) => itemsOf().findLast((item) => item.row === row && item.day === day);

/** For the page that may come after this one. What two devices changed is asked about anew there. */
export function keep() {
  const asked = [...torn.values()].map(({ row, day, value, before }) => ({ id: newId(), cells: [{ row, day, value, expected: before }] }));
  const left = [...waiting, ...asked];
  attempt(() => (left.length ? sessionStorage.setItem(place, JSON.stringify(left)) : sessionStorage.removeItem(place)));
}
document.addEventListener("timesheet:settled", keep);

/** What an earlier page had left. */
export const kept = () => attempt(() => JSON.parse(sessionStorage.getItem(place))) ?? [];

/** The cell as it will be; what the server has not said yes to is marked. */
export function sketch({ row, day, value }) {
  const cell = cellAt(row, day);
  if (!cell) return;
  const wanted = read(value);
  if (wanted === undefined) cell.replaceChildren(value);
  else draw(cell, Math.max(0, Math.round(wanted - running(cell))));
  cell.classList.toggle("is-unsaved", isLate());
  if (isLate()) cell.title = words("unsaved");
}

export function status() {
  const count = itemsOf().length;
  const region = document.querySelector("[data-sheet-state]");
  region.textContent = count > 1 ? words("unsavedCells", { count }) : words(count ? "unsaved" : "saved");
  region.classList.toggle("is-late", count > 0);
}

/** Show cells, each [row, day, text], as they will be, and remember them; answers with the act. */
export function show(cells) {
  const act = { id: newId(), tries: 0, cells: [] };
  for (const [row, day, value] of cells) {
    const cell = cellAt(row, day);
    // What stood there is what the page knew from the server: of a cell that waits already, what that one knew.
    act.cells.push({ row, day, value, expected: itemAt(row, day)?.expected ?? (cell ? finished(cell) : undefined) });
  }
  waiting.push(act);
  state.turns++;
  for (const item of act.cells) sketch(item);
  if (isLate()) status();
  recount();
  keep();
  return act;
}
