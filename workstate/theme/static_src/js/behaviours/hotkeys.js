// One letter, one act; never while typing, never with Ctrl, Alt or ⌘, never under a dialog. data-hotkeys="off" on <html>
// turns them off (WCAG 2.1.4).
import { isTyping } from "../dom.js";
import { stepOf } from "../listbox.js";
import { openDialog } from "./dialog.js";
import { openQuickAdd } from "./quickadd.js";
import { actOn, currentRow, moveCursor } from "./rows.js";
import { toggleSidebar } from "./sidebar.js";
import { openTask, taskKey } from "./taskkeys.js";

const PATIENCE = 1200;
let going = 0;

const click = (selector) => actOn(document, selector);
const overRow = () => document.activeElement === document.body || document.activeElement?.matches("[data-row], main, #drawer");

const ACTS = {
  q: () => openQuickAdd(),
  "/": () => click('[data-hotkey="/"]'),
  "?": () => openDialog("shortcuts"),
  "[": () => toggleSidebar(),
  j: () => moveCursor(1),
  k: () => moveCursor(-1),
  ArrowDown: () => overRow() && currentRow() && moveCursor(1),
  ArrowUp: () => overRow() && currentRow() && moveCursor(-1),
  Enter: () => overRow() && actOn(currentRow(), "[data-open], a[href]"),
  " ": () => overRow() && actOn(currentRow() ?? openTask(), "[data-complete], .check"),
  e: () => actOn(currentRow(), "[data-row-edit]") || actOn(currentRow(), "[data-open], a[href]") || (!currentRow() && actOn(openTask(), "[name=title]")),
  s: () => actOn(currentRow() ?? openTask(), "[data-timer-toggle], .play") || click("[data-timer-main]"),
  c: () => actOn(currentRow(), "[data-continue]"),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping() || document.documentElement.dataset.hotkeys === "off") return;
  if (document.querySelector("dialog[open], .pop:popover-open")) return;
  if (performance.now() - going < PATIENCE && going) {
    going = 0;
    if (click(`[data-go="${CSS.escape(event.key)}"]`)) return event.preventDefault();
  }
  if (event.key === "g") return void (going = performance.now());
  if (!(event.key in ACTS) && taskKey(event.key)) return event.preventDefault();
  const act = ACTS[event.key] ?? (event.key.length === 1 ? () => click(`#drawer [data-key="${CSS.escape(event.key)}"]`) || click(`main [data-key="${CSS.escape(event.key)}"]`) : null);
  if (act && act() !== false && (!stepOf(event) || currentRow())) event.preventDefault();
});
