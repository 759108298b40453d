// The keys of the list of time. They come ahead of those of lists and tasks, and mean entries.
import { isTyping, on } from "../dom.js";
import { act, ask, choose, meant } from "./meant.js";

const KEYS = { m: "project", t: "task", l: "labels", w: "description", d: "day" };
const ACTS = { y: "copy", Y: "copy-today", "#": "delete" };

const billed = (row) => row.querySelector(".task-labels > .badge");

function selectDay(day) {
  const boxes = [...(day?.querySelectorAll(".row-select") ?? [])];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) if (box.checked === all) box.click();
  return boxes.length > 0;
}

/** With the one before it, which stands below it, where nothing is selected. */
function merge(which) {
  const [row] = which.rows;
  const before = [...row.parentElement.querySelectorAll(":scope > [data-entry]")].find((one) => row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!which.many && !before) return;
  choose("merge", which.many ? which : { ...which, ids: [before.dataset.entry, row.dataset.entry] });
}

function key(event) {
  if (event.key === "n") return document.getElementById("add-description")?.focus() ?? true;
  if (event.key === "A") return selectDay((meant()?.rows[0] ?? document.querySelector("main .day"))?.closest(".day"));
  const which = meant();
  if (!which) return false;
  if (event.key in KEYS) choose(KEYS[event.key], which);
  else if (event.key in ACTS) act("act", ACTS[event.key], which);
  else if (event.key === "b") act("billable", which.rows.every(billed) ? "off" : "on", which);
  else if (event.key === "u") merge(which);
  else if (event.key === "p" && which.rows.length === 1) ask(`${which.rows[0].querySelector("[data-row-edit]").getAttribute("href")}split/`, which.rows[0]);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping()) return;
  if (document.querySelector("dialog[open], .pop:popover-open") || document.documentElement.dataset.hotkeys === "off") return;
  if (waitsForSecond(event) || !key(event)) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

// After the first key of a sequence, such as "g t", the second is not ours.
let first = -Infinity;
function waitsForSecond({ key: name, timeStamp }) {
  const second = timeStamp - first < 1200;
  first = !second && (name === "g" || name === "v") ? timeStamp : -Infinity;
  return second;
}

on("click", "[data-select-day]", (event, button) => selectDay(button.closest(".day")));
// Ahead of the form's own submission, which would lead to a page.
on("click", "[data-entries-choose]", (event, button) => {
  event.preventDefault();
  const menu = button.closest("[popover]");
  menu?.hidePopover();
  const which = meant();
  if (which) choose(button.dataset.entriesChoose, which, menu ? null : button);
}, { capture: true });
