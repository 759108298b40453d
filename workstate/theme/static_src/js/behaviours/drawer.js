// A task opens beside its list under its own address; Esc, × and the browser's Back return to the list as it was.
import { isDirty, on, onlyOn } from "../dom.js";

let list = null; // {path, title, focus}: where the drawer was opened from, null when it was not opened here.
const drawer = () => document.getElementById("drawer");
const here = () => location.pathname + location.search;

export const drawerIsOpen = () => Boolean(drawer()?.childElementCount);

function clear() {
  const back = list;
  list = null;
  drawer().replaceChildren();
  onlyOn("is-open");
  if (!back) return;
  document.title = back.title;
  const focus = back.focus?.isConnected ? back.focus : document.getElementById(back.id);
  focus?.focus({ preventScroll: true });
}

export function closeDrawer() {
  if (!drawerIsOpen()) return false;
  const link = drawer().querySelector("a[data-drawer-close]");
  if (list && here() !== list.path) history.back();
  else if (!list && link) location.assign(link.href);
  else clear();
  return true;
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target !== drawer() || ctx.request.method !== "GET") return;
  const row = ctx.sourceElement.closest?.("main [data-row]");
  if (list && row) [list.focus, list.id] = [row, row.id];
  if (list || drawerIsOpen()) return;
  list = { path: here(), title: document.title, focus: row ?? ctx.sourceElement, id: row?.id };
});

// A second task takes the first one's place in the history, too: however many were looked at, one step leads back to the list.
document.addEventListener("htmx:before:history:update", ({ detail }) => {
  const opens = detail.sourceElement?.getAttribute?.("hx-target") === "#drawer";
  if (opens && list && here() !== list.path) detail.history.type = "replace";
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target !== drawer() || ctx.request?.method !== "GET") return;
  onlyOn("is-open", ctx.sourceElement.closest?.("[data-row]"));
  if (drawerIsOpen() && !drawer().contains(document.activeElement) && ctx.sourceElement !== drawer()) drawer().focus({ preventScroll: true });
});

// Back from an open drawer needs nothing from the server: the list is still there.
document.addEventListener("htmx:before:history:restore", (event) => {
  if (!list || event.detail.path !== list.path) return;
  event.preventDefault();
  clear();
});

on("click", "[data-drawer-close]", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  closeDrawer();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !drawerIsOpen()) return;
  if (document.querySelector("dialog[open], .pop:popover-open")) return;
  if (document.activeElement?.matches("[data-edit]")) return; // A field edited in place restores itself, and is left.
  if (drawer().contains(document.activeElement) && isDirty(document.activeElement)) return document.activeElement.blur();
  event.preventDefault();
  closeDrawer();
});
document.addEventListener("drawer:close", () => closeDrawer());
