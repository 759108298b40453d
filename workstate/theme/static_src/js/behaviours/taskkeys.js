// How what is done to tasks is done: to those that are selected, else to the one at the cursor, else to the one that is open.
import htmx from "../htmx.js";
import { does } from "./commands.js";
import { copy } from "./copy.js";
import { pick } from "./picking.js";
import { actOn, currentRow } from "./rows.js";
import { act, anySelected, bar, boxes, boxOf, choose, selectAll, selectedRows, selectNone, toggle } from "./selection.js";

const LEAVE = ["complete", "cancel", "archive", "delete"];

/** The open task, in the drawer or on its page. */
const openTask = () => document.querySelector("#drawer #task-detail, main #task-detail");

/** What a link is titled with may tell more than the task's own title. */
const titleOf = (link) => (link.title.startsWith(link.textContent.trim()) ? link.textContent.trim() : link.title);

/** Null when no task is meant; else its row or page, and for one task its address and title. */
export function subject() {
  const inDrawer = document.activeElement?.closest?.("#drawer");
  if (!inDrawer && bar()?.dataset.selection === "" && anySelected()) return { many: true, rows: selectedRows() };
  const row = inDrawer ? null : currentRow();
  const cell = row?.querySelector("[data-retitle-url]");
  if (row) return cell ? { url: cell.dataset.retitleUrl, anchor: cell, rows: [row], title: titleOf(cell.querySelector("a")) } : null;
  const open = openTask();
  if (!open) return null;
  const title = open.querySelector("[name=title]")?.value ?? open.querySelector("h2")?.textContent;
  return { url: open.getAttribute("hx-get").split("?")[0], anchor: null, rows: [open], title };
}

const send = (method, url, { rows: [element] }, values = {}) => htmx.ajax(method, url, { source: element, target: element, swap: "none", values, bare: true });

const ONE = {
  complete: ({ rows }) => actOn(rows[0], "[data-complete], .check"),
  reopen: ({ rows }) => actOn(rows[0], "[data-complete], .check"),
  duplicate: (task) => send("POST", `${task.url}duplicate/`, task),
  cancel: (task) => send("POST", `${task.url}cancellation/`, task),
  archive: (task) => send("POST", `${task.url}archival/`, task),
  delete: (task) => send("DELETE", task.anchor ? task.url : `${task.url}?from=drawer`, task),
  page: ({ url }) => location.assign(url),
  "copy-link": ({ url }) => copy(new URL(url, location.href).href),
  "copy-title": ({ title }) => copy(title),
};

/** With what is meant now, or false: what is for one task is not for a selection. */
const on = (one, many) => (value, command) => {
  const meant = subject();
  if (!meant || (meant.many && command.single)) return false;
  return (meant.many ? many : one)(value, meant);
};
const given = (value) => ({ [value.split("=", 1)[0]]: value.slice(value.indexOf("=") + 1) });

const acts = {
  choose: on(
    (what, { url, anchor, rows }) => pick(`${url}choices/${what}/`, anchor ?? rows[0].querySelector(`[data-pick="${what}"]`) ?? rows[0]),
    (what) => choose(what, bar().querySelector(`.selection-acts [data-choose-for="${what}"], [data-selection-more]`)),
  ),
  set: on((value, task) => send("POST", task.url, task, given(value)), (value) => act(given(value))),
  task: on((what, task) => ONE[what](task), (what) => act({ act: what }, { leaves: LEAVE.includes(what) })),
};
const suits = (value, { single, needs }) => {
  const meant = subject();
  return Boolean(meant) && !(meant.many && single) && (!needs || meant.rows.some((row) => row.querySelector(needs)));
};
does(acts, Object.fromEntries(Object.keys(acts).map((name) => [name, suits])));

const selects = {
  one: () => Boolean(bar() && boxOf(currentRow())) && toggle(currentRow()),
  all: () => Boolean(bar() && boxes().length) && selectAll(),
  none: () => anySelected() && selectNone(),
};
does(
  {
    select: (what) => selects[what](),
    timer: () => actOn(currentRow() ?? openTask(), "[data-timer-toggle], .play") || actOn(document, "[data-timer-main]"),
    focus: (value, { url }) => location.assign(subject()?.url ? `${subject().url}focus/` : url),
    edit: () => actOn(currentRow(), "[data-row-edit]") || actOn(currentRow(), "[data-open], a[href]") || (!currentRow() && actOn(openTask(), "[name=title]")),
  },
  {
    select: (what) => Boolean(what === "none" ? anySelected() : bar() && (what === "one" ? boxOf(currentRow()) : boxes().length)),
    edit: () => Boolean(currentRow() ?? openTask()),
  },
);
