// Boxes in a description are ticked where they stand, one after the other; a refusal takes the tick back. Tasks that a text
// names open in the drawer when it is there that they are named.
import htmx from "../htmx.js";
import { on } from "../dom.js";
import { inTurn } from "./acting.js";

const sent = new Map(); // What is on its way, by place: a box that is drawn anew knows nothing of it.
const placeOf = (section, box) => `${section.id} ${box.value}`;

on("change", "[data-tick-url] .tick input", (event, box) => {
  const section = box.closest("[data-tick-url]");
  const place = placeOf(section, box);
  const tick = { checked: box.checked };
  const values = { line: box.value, done: box.checked ? "1" : "", before: section.dataset.tickBefore };
  sent.set(place, tick);
  const end = () => {
    if (sent.get(place) === tick) sent.delete(place);
    show();
  };
  // By the page: the drawer may have been closed before its turn comes.
  const sending = { source: document.body, target: section, swap: "outerMorph", values, push: "false", refused: () => sent.delete(place) };
  inTurn(() => htmx.ajax("POST", section.dataset.tickUrl, sending).finally(end));
});

/** What the server says is ticked, is; but for what is on its way there. */
function show() {
  for (const section of document.querySelectorAll("[data-tick-url]")) {
    for (const box of section.querySelectorAll(".tick input")) {
      box.checked = sent.get(placeOf(section, box))?.checked ?? box.defaultChecked;
    }
  }
}
document.addEventListener("htmx:after:swap", show);

on("click", "#drawer a.task-ref", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#drawer", push: "true" });
});
