// Custom fields: a choice is sent as it is made, a list of choices stays as it is while it is open, a row that was added
// outlives a refresh until it is filled, and the cursor stays in a row that is drawn anew.
import { make, on } from "../dom.js";

const idle = () => [document.body, document.getElementById("field-add")].includes(document.activeElement);

/** Put the cursor into the row, unless it is somewhere else meanwhile; a combobox makes its input a moment after its select. */
function enter(id, tries = 40) {
  const row = document.getElementById(id);
  const box = row?.querySelector("[role=combobox]");
  if (tries && !box && row?.querySelector(".field-combo")) setTimeout(enter, 25, id, tries - 1);
  else if (idle()) (box ?? row?.querySelector("input:not([type=hidden]), textarea, select, button[popovertarget]"))?.focus();
}

on("change", "[data-field-form] .combo select", (event, select) => select.form.requestSubmit());
// What is typed replaces what is chosen.
for (const type of ["focusin", "click"]) on(type, ".field-combo [role=combobox]", (event, box) => box.select());

on("click", "[data-field-add]", (event, item) => {
  if (!document.getElementById(item.dataset.fieldAdd)) return;
  event.preventDefault(); // It is there already and waits to be filled.
  event.stopPropagation();
  item.closest("[popover]").hidePopover();
  enter(item.dataset.fieldAdd);
}, true);

document.addEventListener("toggle", ({ target, newState }) => {
  if (target.matches?.("form.pop[data-field-form]")) target.toggleAttribute("data-keep", newState === "open");
}, true);

// What the server does not know of yet stands in its answer too, so that the morph finds the row and leaves it as it is.
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  ctx.inRow = document.activeElement?.closest(".custom-fact")?.id;
  if (ctx.target?.matches?.(".custom-fact")) ctx.target.removeAttribute("data-keep"); // It was refused and is told why.
  for (const { fragment } of tasks) {
    const detail = fragment?.querySelector?.("#task-detail");
    if (!detail || detail.dataset.task !== document.getElementById("task-detail")?.dataset.task) continue;
    for (const { id } of document.querySelectorAll(".custom-fact[data-added]")) {
      if (!fragment.getElementById(id)) detail.querySelector(".facts").append(make("div", { id }));
    }
  }
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const row = ctx.request.method === "POST" && ctx.response.status < 400 && ctx.sourceElement.closest?.(".custom-fact[data-added]");
  if (!row) return;
  for (const name of ["data-added", "data-keep"]) row.removeAttribute(name);
  row.querySelector("[data-unsent]")?.removeAttribute("data-unsent");
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const id = ctx.sourceElement?.dataset?.fieldAdd ?? ctx.inRow;
  if (id) setTimeout(enter, 0, id);
});
