// A column that is no section is folded for as long as the page is open in this window; of sections the server remembers it.
import { attempt, on } from "../dom.js";

const key = (lane) => `board-folded:${location.pathname}:${lane.id}`;

export function foldAsBefore(board) {
  for (const button of board.querySelectorAll("[data-lane-fold]")) {
    if (attempt(() => sessionStorage.getItem(key(button.closest(".lane"))))) button.setAttribute("aria-expanded", "false");
  }
}
on("click", "[data-lane-fold]", (event, button) => {
  const folds = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!folds));
  const name = key(button.closest(".lane"));
  attempt(() => (folds ? sessionStorage.setItem(name, "1") : sessionStorage.removeItem(name)));
});
