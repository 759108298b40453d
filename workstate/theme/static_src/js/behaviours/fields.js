// Custom fields: a choice is sent as it is made, a list of choices stays as it is while it is open, and the cursor stays in
// a row that the answer draws anew.
import { on } from "../dom.js";

let row;

const editor = (element) => element?.querySelector("input:not([type=hidden]), textarea, button[popovertarget]");

on("change", "[data-field-form] .combo select", (event, select) => select.form.requestSubmit());

// A field that was added and not yet filled is there already: the cursor goes into it.
on(
  "click",
  "[data-field-add]",
  (event, item) => {
    const there = document.getElementById(item.dataset.fieldAdd);
    if (!there) return;
    event.preventDefault();
    event.stopPropagation();
    item.closest("[popover]").hidePopover();
    editor(there)?.focus();
  },
  { capture: true },
);

document.addEventListener(
  "toggle",
  ({ target, newState }) => {
    if (target instanceof Element && target.matches("form.pop[data-field-form]")) target.toggleAttribute("data-keep", newState === "open");
  },
  true,
);

document.addEventListener("htmx:before:swap", () => {
  row = document.activeElement?.closest(".custom-fact")?.id;
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const added = ctx.sourceElement?.dataset?.fieldAdd;
  const id = added ?? row;
  row = undefined;
  // The combobox makes its input a moment after its select has arrived.
  if (id) setTimeout(() => (added || document.activeElement === document.body) && editor(document.getElementById(id))?.focus());
});

document.addEventListener("close", ({ target }) => target.id === "field-dialog" && target.remove(), true);
