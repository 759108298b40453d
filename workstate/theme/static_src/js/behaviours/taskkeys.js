// The keys of a task, in a list the one at the cursor, else the one that is open: what they open or do is the same as what the
// menu offers. They are told in web/_shortcuts.html.
import htmx from "../htmx.js";
import { pick } from "./picking.js";
import { currentRow } from "./rows.js";

const CHOICES = { d: "due", p: "priority", l: "labels", a: "assignees", m: "project", r: "repeat" };
const DAYS = { t: "today", T: "tomorrow" };

/** The open task, in the drawer or on its page, when no row has the cursor. */
export const openTask = () => document.querySelector("#drawer #task-detail, main #task-detail");

function subject() {
  const row = document.activeElement?.closest?.("#drawer") ? null : currentRow();
  const cell = row?.querySelector("[data-retitle-url]");
  if (row) return cell ? { url: cell.dataset.retitleUrl, anchor: cell, element: row } : null;
  const open = openTask();
  return open ? { url: open.getAttribute("hx-get").split("?")[0], anchor: null, element: open } : null;
}

const send = (method, url, { element }, values = {}) => htmx.ajax(method, url, { source: element, target: element, swap: "none", values, bare: true });

/** Whether the key means something for a task here; then it is done. */
export function taskKey(key) {
  const task = subject();
  if (!task) return false;
  if (key in CHOICES) {
    const anchor = task.anchor ?? task.element.querySelector(`[data-pick="${CHOICES[key]}"]`) ?? task.element;
    pick(`${task.url}choices/${CHOICES[key]}/`, anchor);
  } else if (key in DAYS) send("POST", task.url, task, { due_day: DAYS[key] });
  else if (key === "i") send("POST", task.url, task, { add_assignees: "me" });
  else if (key === "y") send("POST", `${task.url}duplicate/`, task);
  else if (key === "#") send("DELETE", task.anchor ? task.url : `${task.url}?from=drawer`, task);
  else return false;
  return true;
}
