// Selecting tasks in a list: x and Shift+↑/↓ at the cursor, Ctrl/⌘+click and Shift+click, the box at a row's left edge, a long
// press; Ctrl+A takes all, Esc none. While something is selected the keys of a task mean all of it.
import { isTyping, on } from "../dom.js";
import { currentRow, moveCursor } from "./rows.js";
import { act, anySelected, bar, boxOf, choose, reach, selectAll, selectNone, toggle } from "./selection.js";

const CHOICES = { d: "due", p: "priority", l: "labels", a: "assignees", m: "project" };
const ACTS = {
  t: [{ due_day: "today" }],
  T: [{ due_day: "tomorrow" }],
  i: [{ add_assignees: "me" }],
  "#": [{ act: "delete" }, { leaves: true }],
  " ": [{ act: "complete" }, { leaves: true }],
};
const PATIENCE = 1200;
const LONG = 450;
const taskRow = (target) => {
  const row = bar() && target.closest?.("main [data-row]");
  return boxOf(row) ? row : null;
};

let going = 0;
function key(event) {
  const { key: name, shiftKey: shift } = event;
  if ((event.ctrlKey || event.metaKey) && !shift && name.toLowerCase() === "a") return document.querySelector("main .row-select") ? selectAll() : false;
  if (event.ctrlKey || event.metaKey) return false;
  if (name === "Escape" && anySelected()) return selectNone();
  const row = taskRow(currentRow() ?? document.body);
  if (shift && row && /^Arrow(Up|Down)$/.test(name)) {
    moveCursor(name === "ArrowDown" ? 1 : -1);
    return boxOf(currentRow()) && reach(currentRow(), row);
  }
  if (document.documentElement.dataset.hotkeys === "off" || (going && performance.now() - going < PATIENCE)) return false;
  if (name === "g") going = performance.now();
  if (name === "x" && row) return toggle(row);
  if (!anySelected()) return false;
  if (name in CHOICES) return choose(CHOICES[name], bar().querySelector(`[data-choose-for="${CHOICES[name]}"]`));
  if (name === " " && document.activeElement.matches("a, button, input, summary")) return false;
  return name in ACTS ? act(...ACTS[name]) : false;
}
// Ahead of all other keys, for while something is selected they mean something else.
document.addEventListener("keydown", (event) => {
  if (!bar() || event.altKey || event.isComposing || isTyping() || document.activeElement?.closest("#drawer")) return;
  if (document.querySelector("dialog[open], .pop:popover-open")) return;
  if (key(event) === false) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

let press = null;
let held = false;
const release = () => {
  clearTimeout(press?.timer);
  press = null;
};
document.addEventListener("pointerdown", (event) => {
  held = false;
  release();
  const row = event.pointerType === "touch" && !event.target.closest("[data-grip], input") && taskRow(event.target);
  if (!row) return;
  const hold = () => {
    held = true;
    toggle(row);
  };
  press = { x: event.clientX, y: event.clientY, timer: setTimeout(hold, LONG) };
});
document.addEventListener("pointermove", ({ clientX, clientY }) => press && Math.hypot(clientX - press.x, clientY - press.y) > 10 && release());
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release);
addEventListener("scroll", release, { capture: true, passive: true });
document.addEventListener("contextmenu", (event) => (press || held) && event.preventDefault());

const means = (event) => event.shiftKey || event.ctrlKey || event.metaKey;
document.addEventListener("mousedown", (event) => means(event) && taskRow(event.target) && event.preventDefault()); // Marks no text.
document.addEventListener("click", (event) => {
  const row = taskRow(event.target);
  const box = row && event.target.matches(".row-select");
  const tap = event.pointerType === "touch" && (held || anySelected());
  if (!row || !(box || tap || (means(event) && !event.target.closest("button")))) return;
  event.stopPropagation();
  if (!box) event.preventDefault();
  if (event.shiftKey) reach(row);
  else if (!held) toggle(row);
  held = false;
}, { capture: true });

on("submit", "#selection", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const { submitter } = event;
  const { chooseFor, leaves } = submitter.dataset;
  if (!chooseFor) return act({ [submitter.name]: submitter.value }, { leaves: leaves !== undefined });
  const menu = submitter.closest("[popover]");
  menu?.hidePopover();
  choose(chooseFor, menu ? bar().querySelector("[data-selection-more]") : submitter);
}, { capture: true });
on("reset", "#selection", selectNone);
