// Boxes in a description are ticked where they stand, one after the other; a refusal takes the tick back. Tasks that a text
// names open in the drawer when it is there that they are named.
import htmx from "../htmx.js";
import { on } from "../dom.js";

let last = Promise.resolve();

on("change", "[data-tick-url] .tick input", (event, box) => {
  const section = box.closest("[data-tick-url]");
  const values = { line: box.value, done: box.checked ? "1" : "", before: section.dataset.tickBefore };
  const sending = { source: section, target: section, swap: "outerMorph", values, push: "false", refused: () => show(section, true) };
  box.dataset.sending = "";
  last = last.then(() => htmx.ajax("POST", section.dataset.tickUrl, sending)).then(() => delete box.dataset.sending);
});

/** What the server says is ticked, is; but not yet what is on its way there. */
function show(section, all) {
  for (const box of section.querySelectorAll(".tick input")) {
    if (all) delete box.dataset.sending;
    if (!("sending" in box.dataset)) box.checked = box.defaultChecked;
  }
}
document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-tick-url]").forEach((section) => show(section, false)));

on("click", "#drawer a.task-ref", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#drawer", push: "true" });
});
