// What only lists of tasks need: a title edited in its row, the menu of a row, and which row the drawer shows.
import htmx from "../htmx.js";
import { announce, make, on } from "../dom.js";
import { openerOf, place } from "./popover.js";

/** Put a field where the row's title stands: Enter and leaving save, Esc and an empty field restore. */
function retitle(row) {
  const cell = row?.querySelector("[data-retitle-url]");
  const link = cell?.querySelector("a");
  if (!link || cell.querySelector("input")) return;
  const before = link.textContent; // What `title` says more, where it hints at what has no room, is no part of it.
  const named = { value: before, defaultValue: before, "aria-label": before, "data-unsent": "" };
  const field = make("input", { type: "text", className: "inline-edit", maxLength: 500, ...named });
  link.hidden = true;
  link.before(field);
  field.focus();
  field.select();
  let ended = false;
  const end = (save) => {
    if (ended) return;
    ended = true; // Removing a field that has the focus blurs it.
    const title = field.value.trim();
    field.remove();
    link.hidden = false;
    if (!save || !title || title === before.trim()) return row.focus({ preventScroll: true });
    link.textContent = title;
    const values = { title, title_was: before }; // Another may have changed it meanwhile: the server asks then.
    htmx.ajax("POST", cell.dataset.retitleUrl, { source: row, target: row, swap: "none", values }).then(() => {
      if (row.isConnected && link.title === before) announce(title);
    });
    row.addEventListener("htmx:response:error", () => (link.textContent = before), { once: true });
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === "Enter");
    row.focus({ preventScroll: true });
  });
  field.addEventListener("blur", () => end(true));
}

on("click", "[data-row-edit]", (event, cell) => {
  // The key "e" clicks the cell itself; a click of the mouse on its empty part means nothing.
  if (event.target === cell && event.detail === 0) retitle(cell.closest("[data-row]"));
});
on("click", "[data-retitle]", (event, button) => retitle(document.getElementById(button.dataset.retitle)));

const close = (element) => element.closest("[popover]")?.hidePopover();
on("click", ":is(a, button)[data-pop-close]", (event, button) => setTimeout(close, 0, button));
on("submit", "form[data-pop-close]", (event, form) => setTimeout(close, 0, form));

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const panel = ctx.target;
  if (panel?.matches?.(".pop:popover-open") && openerOf(panel)) place(panel, openerOf(panel));
  const shown = document.querySelector("#drawer [data-task]")?.dataset.task;
  if (shown) document.getElementById(`task-${shown}-row`)?.classList.add("is-open");
});
