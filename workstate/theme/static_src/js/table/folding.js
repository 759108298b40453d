// Groups folded by their heads. A section is folded on every device, anything else as long as the page is open.
import { on, attempt, announce } from "../dom.js";
import { words } from "./grid.js";
import { post } from "./saving.js";

const place = `folded ${location.pathname}`;
const folded = attempt(() => JSON.parse(sessionStorage.getItem(place))) ?? {};

function apply(body, isFolded) {
  body.classList.toggle("is-folded", isFolded);
  body.querySelector(".grid-fold")?.setAttribute("aria-expanded", String(!isFolded));
}

on("click", ".grid-fold", (event, button) => {
  const body = button.closest("tbody");
  const isFolded = !body.classList.contains("is-folded");
  apply(body, isFolded);
  folded[body.dataset.group] = isFolded;
  attempt(() => sessionStorage.setItem(place, JSON.stringify(folded)));
  announce(words(isFolded ? "folded" : "unfolded"));
  if (body.dataset.foldUrl) post(body.dataset.foldUrl, {}, isFolded ? "POST" : "DELETE").catch(() => null);
});

function again() {
  for (const body of document.querySelectorAll(".task-table > tbody")) if (body.dataset.group in folded) apply(body, folded[body.dataset.group]);
}
again();
document.addEventListener("htmx:after:swap", again);
