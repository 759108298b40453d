// What has no day stands beside the calendar; it can be put away, and on a phone it comes from below. What is sought there is sought
// again when the calendar is drawn anew.
import { attempt, each, on } from "../dom.js";
import { list } from "./grid.js";

const KEPT = "calendar-side";
const root = document.documentElement;
const small = () => document.querySelector(".stage").clientWidth <= 880; // As in calendar.css.
const isOpen = () => (small() ? "calSheet" in root.dataset : root.dataset.calSide !== "closed");

if (attempt(() => localStorage.getItem(KEPT)) === "closed") root.dataset.calSide = "closed";
function tell() {
  for (const button of document.querySelectorAll(".cal-toggle")) button.setAttribute("aria-expanded", isOpen());
}
each(".cal-toggle", tell);
new ResizeObserver(tell).observe(document.querySelector(".stage"));

function toggle(open = !isOpen()) {
  if (small()) {
    if (open) root.dataset.calSheet = "";
    else delete root.dataset.calSheet;
  } else {
    root.dataset.calSide = open ? "open" : "closed";
    attempt(() => localStorage.setItem(KEPT, root.dataset.calSide));
  }
  tell();
  document.querySelector(open ? "#undated-find" : ".cal-toggle")?.focus({ preventScroll: true });
}
on("click", "#calendar [data-side]", () => toggle());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !small() || !isOpen() || !event.target.closest?.("#undated")) return;
  event.preventDefault();
  toggle(false);
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target !== list()) return;
  tell();
  const field = document.getElementById("undated-find");
  if (field?.value) field.dispatchEvent(new Event("search", { bubbles: true }));
});
