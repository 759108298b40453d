// What a person folds stays folded on every device: data-fold-url on a <details>, or on a button (.twist) whose list CSS hides
// by aria-expanded. POST folds, DELETE unfolds.
import htmx from "../htmx.js";
import { on } from "../dom.js";

const keep = (element, folded) =>
  htmx.ajax(folded ? "POST" : "DELETE", element.dataset.foldUrl, { source: element, target: element, swap: "none" });

on("click", ".twist[data-fold-url]", (event, button) => {
  const folded = button.getAttribute("aria-expanded") === "true";
  // The tree stands in the sidebar and in the sheet of a phone.
  for (const same of document.querySelectorAll(`.twist[data-fold-url="${CSS.escape(button.dataset.foldUrl)}"]`)) {
    same.setAttribute("aria-expanded", String(!folded));
  }
  keep(button, folded);
});
on("click", "details[data-fold-url] > summary", (event, summary) => {
  setTimeout(() => keep(summary.parentElement, !summary.parentElement.open)); // The click has not folded it yet.
});
