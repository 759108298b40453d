// Which tasks of the page's lists are selected, by number: it outlives every redrawing of the rows. What is done to them is one
// request to the address of #selection, and one Undo.
import htmx from "../htmx.js";
import { announce, say } from "../dom.js";
import { pick } from "./picking.js";
import { putCursor } from "./rows.js";

const MOST = 500;
let selected = new Set();
let anchor = null; // Where a range begins, and what was selected before it.
let base = new Set();

export const bar = () => document.getElementById("selection");
export const boxes = () => [...document.querySelectorAll("main .row-select")];
export const boxOf = (row) => row?.querySelector(":scope > .row-select, :scope > th > .row-select");
const rowOf = (box) => box.closest("[data-row]");
export const anySelected = () => selected.size > 0;
/** In the order of the page. */
export const selectedRows = () => boxes().filter((box) => selected.has(box.value)).map(rowOf);
const numbers = (rows) => rows.map((row) => boxOf(row).value).join(",");

function show() {
  const form = bar();
  if (!form) return;
  for (const box of boxes()) {
    box.checked = selected.has(box.value);
    rowOf(box).classList.toggle("is-selected", box.checked);
  }
  form.classList.toggle("is-shown", anySelected());
  document.body.classList.toggle("is-selecting", anySelected());
  const words = say(selected.size < MOST ? "selected" : "selectedMost", { count: selected.size });
  if (anySelected()) form.querySelector("[data-selection-count]").textContent = words;
}

function become(next, from = null) {
  if (next.size === selected.size && [...next].every((number) => selected.has(number))) return show();
  selected = new Set([...next].slice(0, MOST));
  if (!selected.size) anchor = null;
  else if (from) [anchor, base] = [from, new Set(selected)];
  show();
  announce(anySelected() ? bar().querySelector("[data-selection-count]").textContent : say("selectedNone"));
}

export function toggle(row) {
  const next = new Set(selected);
  if (!next.delete(boxOf(row).value)) next.add(boxOf(row).value);
  become(next, boxOf(row).value);
}

/** All between the row where the selection began and this one; what was selected before stays. */
export function reach(row, from = row) {
  const all = boxes().filter((box) => box.checkVisibility() || selected.has(box.value)).map((box) => box.value);
  if (!all.includes(anchor)) [anchor, base] = [boxOf(from).value, new Set(selected)];
  const [first, last] = [all.indexOf(anchor), all.indexOf(boxOf(row).value)].sort((a, b) => a - b);
  become(new Set([...base, ...all.slice(first, last + 1)]));
}

export const selectAll = () => become(new Set(boxes().filter((box) => rowOf(box).checkVisibility()).map((box) => box.value)));
export const selectNone = () => become(new Set());

// Rows come and go; of what is no longer in the list nothing is done.
document.addEventListener("htmx:after:swap", () => {
  if (!bar() || !anySelected()) return;
  const there = new Set(boxes().map((box) => box.value));
  become(new Set([...selected].filter((number) => there.has(number))));
});

/** Do an act to the selected rows, or to others. Those that leave by it leave at once, and come back if it is refused. */
export function act(values, { rows = selectedRows(), leaves = false, refused = () => {} } = {}) {
  const before = selected;
  const form = bar();
  const all = boxes().map(rowOf);
  const last = all.indexOf(rows.at(-1));
  const cursor = leaves && [form, ...rows].some((one) => one.contains(document.activeElement) || one.matches(".is-cursor"));
  for (const row of leaves ? rows : []) row.classList.add("is-away");
  if (leaves) selectNone();
  if (cursor) putCursor([...all.slice(last), ...all.slice(0, last).toReversed()].find((row) => row.checkVisibility()));
  const putBack = () => {
    refused();
    for (const row of rows) row.classList.remove("is-away");
    if (leaves) become(before);
  };
  return htmx.ajax("POST", form.getAttribute("action"), { source: form, target: form, swap: "none", bare: true, values: { [form.dataset.selection || "tasks"]: numbers(rows), ...values }, refused: putBack });
}

/** Offer what the selected tasks can be given. */
export const choose = (what, opener) => pick(`${bar().getAttribute("action")}choices/${what}/?tasks=${numbers(selectedRows())}`, opener);
