// Selecting tasks in a list: Shift+↑/↓ at the cursor, Ctrl/⌘+click and Shift+click, the box at a row's left edge, a long press; Esc
// selects none. While something is selected the commands on tasks mean all of it.
import { isTyping, on } from "../dom.js";
import { currentRow, moveCursor } from "./rows.js";
import { act, anySelected, bar, boxOf, choose, reach, selectNone, toggle } from "./selection.js";

const LONG = 450;
const taskRow = (target) => {
  const row = bar() && target.closest?.("main [data-row]");
  return boxOf(row) ? row : null;
};

function key({ key: name, shiftKey: shift }) {
  if (name === "Escape" && anySelected()) return selectNone();
  const row = shift && /^Arrow(Up|Down)$/.test(name) && taskRow(currentRow() ?? document.body);
  if (!row) return false;
  moveCursor(name === "ArrowDown" ? "down" : "up");
  return boxOf(currentRow()) && reach(currentRow(), row);
}
// Ahead of all other keys: Esc first lets go of what is selected.
document.addEventListener("keydown", (event) => {
  if (!bar() || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || isTyping() || document.activeElement?.closest("#drawer")) return;
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
