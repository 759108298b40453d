// A block of cells: marked with the mouse or Shift and arrows, copied as a spreadsheet copies, filled by pasting, emptied by Delete.
import { announce } from "../dom.js";
import { toastOf } from "./toasting.js";
import { cellOf, editOf, focusCell, focusedCell, heads, isTitle, keyOf, neighbour, numberOf, rows, words, wordsOf } from "./grid.js";
import { cellAt, refuse, tell } from "./refusals.js";
import { fill } from "./saving.js";

let from = null;
let to = null;

/** Rows of the cells that are marked, or the one at the cursor. */
function block() {
  const cell = focusedCell();
  const ends = from?.isConnected && to?.isConnected ? [from, to] : [cell, cell];
  if (!ends[0]) return [];
  const all = rows();
  const [top, bottom] = ends.map((end) => all.indexOf(end.parentElement)).sort((a, b) => a - b);
  const [left, right] = ends.map((end) => end.cellIndex).sort((a, b) => a - b);
  return all.slice(Math.max(0, top), bottom + 1).map((row) => [...row.cells].slice(left, right + 1));
}

function mark() {
  const inside = new Set(from ? block().flat() : []);
  for (const cell of document.querySelectorAll(".task-table .is-ranged")) if (!inside.has(cell)) cell.classList.remove("is-ranged");
  for (const cell of inside) cell.classList.add("is-ranged");
}

export function unmark() {
  if (!from) return false;
  from = to = null;
  mark();
  return true;
}

export function extend(cell, down, right) {
  if (!from) [from, to] = [cell, cell];
  to = neighbour(to, down, right) ?? to;
  mark();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

export function reachTo(start, end) {
  [from, to] = [start, end];
  mark();
}

/** Whole rows where rows are selected, else the block. */
function copied() {
  const selected = rows().filter((row) => row.matches(".is-selected"));
  return selected.length && !from ? selected.map((row) => [...row.cells].slice(0, -1)) : block();
}

const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Lines and tabs, in which quotes hold a cell together that has some of either, and two of them mean one. */
export function linesOf(text) {
  const lines = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/gy;
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let found = cells.exec(whole); found; found = cells.exec(whole)) {
    lines.at(-1).push(found[1]?.replaceAll('""', '"') ?? found[2]);
    if (!found[3]) break;
    if (found[3] === "\n") lines.push([]);
  }
  return lines;
}

async function put(cells) {
  if (!cells.length) return announce(words("fixed"));
  const refusal = await fill(cells);
  if (!refusal) return null;
  for (const { number, key, message } of refusal.cells) {
    const cell = cellAt(number, key);
    if (cell) refuse(cell, cells.find(([one, other]) => one === number && other === key)[2], message);
  }
  const first = refusal.cells[0] && cellAt(refusal.cells[0].number, refusal.cells[0].key);
  return first ? (focusCell(first), tell(first, refusal.message)) : toastOf(refusal.message);
}

const said = (cell, text) => [numberOf(cell), keyOf(cell), text];

export const empty = () => put(block().flat().filter((cell) => editOf(cell) && !isTitle(cell)).map((cell) => said(cell, "")));

document.addEventListener("copy", (event) => {
  const cells = focusedCell() && !getSelection().toString() ? copied() : [];
  if (!cells.length) return;
  event.clipboardData.setData("text/plain", cells.map((line) => line.map((cell) => quoted(wordsOf(cell))).join("\t")).join("\n"));
  event.preventDefault();
  announce(words("copied", { count: cells.flat().length }));
});

document.addEventListener("paste", (event) => {
  const start = focusedCell() && block()[0]?.[0];
  const text = event.clipboardData.getData("text/plain");
  if (!start || !text) return;
  event.preventDefault();
  const lines = linesOf(text);
  const marked = block();
  // One value fills all that is marked.
  if (lines.length === 1 && lines[0].length === 1) return put(marked.flat().filter(editOf).map((cell) => said(cell, lines[0][0])));
  const all = rows();
  const top = all.indexOf(start.parentElement);
  const missing = top + lines.length - all.length;
  if (missing > 0) announce(words("noRoom", { count: missing }));
  const found = lines.slice(0, all.length - top).flatMap((line, down) =>
    line.map((value, right) => [start.cellIndex + right < heads().length && all[top + down].cells[start.cellIndex + right], value]));
  return put(found.filter(([cell]) => cell && headed(cell)).map(([cell, value]) => said(cell, value)));
});
/** What no hand fills in is passed over; a row that may not be changed says so. */
const headed = (cell) => Boolean(heads()[cell.cellIndex].dataset.editAs);

let pressed = null;
export const wasDragged = () => Boolean(from && from !== to);
document.addEventListener("pointerdown", (event) => {
  const cell = event.button === 0 && event.pointerType === "mouse" && !event.target.closest("a, button, input") && cellOf(event.target);
  if (!event.shiftKey && cellOf(event.target)) unmark();
  pressed = cell || null;
});
document.addEventListener("pointermove", ({ target, buttons }) => {
  const cell = pressed && buttons & 1 ? cellOf(target) : null;
  if (cell && (from || cell !== pressed)) reachTo(pressed, cell);
});
document.addEventListener("pointerup", () => (pressed = null));
document.addEventListener("htmx:after:swap", mark);
