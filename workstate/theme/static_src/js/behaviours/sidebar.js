import { each, on } from "../dom.js";

const KEY = "workstate.sidebar";

function set(state) {
  document.body.dataset.sidebar = state;
  for (const button of document.querySelectorAll("[data-sidebar-open]")) button.hidden = state !== "closed";
  try {
    localStorage.setItem(KEY, state);
  } catch {
    // Storage is full or forbidden: the choice holds for this page.
  }
}

export function toggleSidebar() {
  set(document.body.dataset.sidebar === "closed" ? "open" : "closed");
}

on("click", "[data-sidebar-close]", () => set("closed"));
on("click", "[data-sidebar-open]", () => set("open"));
each(".shell", () => {
  let kept = "open";
  try {
    kept = localStorage.getItem(KEY) ?? "open";
  } catch {
    // As above.
  }
  if (kept === "closed") set("closed");
});
