// A heading renamed in place: data-rename="id" puts the cursor into the form over it, which is seen as long as it is there.
// And the grid of icons: arrows move in both directions, the button that opened it shows what was chosen.
import { each, on } from "../dom.js";
import { stepOf } from "../listbox.js";

on("click", "[data-rename]", (event, button) => {
  const field = document.querySelector(`#${CSS.escape(button.dataset.rename)} input`);
  button.closest("[popover]")?.hidePopover(); // It gives the focus back to what opened it; then the field may take it.
  setTimeout(() => (field?.focus(), field?.select()));
});
each(".line-here textarea", (field) => field.focus());

on("change", "[data-icon-grid] input", (event, input) => {
  const shown = input.closest(".field").querySelector("[data-icon-chosen]");
  const icon = input.parentElement.querySelector("svg");
  shown.replaceChildren(icon ? icon.cloneNode(true) : input.parentElement.title);
});
on("keydown", "[data-icon-grid] input", (event, input) => {
  const all = [...input.closest("[data-icon-grid]").querySelectorAll("input")];
  const row = all.filter((other) => other.parentElement.offsetTop === all[0].parentElement.offsetTop).length;
  const step = stepOf(event);
  if (!step && event.key !== "Enter") return;
  event.preventDefault();
  if (!step) return input.closest("[popover]").hidePopover();
  const next = all[all.indexOf(input) + step * row];
  next?.focus();
  next?.click();
});
