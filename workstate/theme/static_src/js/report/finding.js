// Finding somebody in a list of boxes: what is ticked always stays in sight.
import { on } from "../dom.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

on("input", "[data-list-find]", (event, field) => {
  const list = document.getElementById(field.dataset.listFind);
  const wanted = plain(field.value.trim());
  let found = 0;
  for (const line of list.querySelectorAll("label")) {
    line.hidden = !line.querySelector("input").checked && !plain(line.textContent).includes(wanted);
    if (!line.hidden) found++;
  }
  for (const set of list.querySelectorAll("fieldset")) set.hidden = !set.querySelector("label:not([hidden])");
  list.classList.toggle("is-empty", !found);
});
on("keydown", "[data-list-find]", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
