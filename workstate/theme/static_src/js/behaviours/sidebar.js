import { attempt, each, on } from "../dom.js";

const KEY = "workstate.sidebar";

function set(state) {
  document.body.dataset.sidebar = state;
  for (const button of document.querySelectorAll("[data-sidebar-open]")) button.hidden = state !== "closed";
  attempt(() => localStorage.setItem(KEY, state)); // Where it may not be kept it holds for this page.
}

export const toggleSidebar = () => set(document.body.dataset.sidebar === "closed" ? "open" : "closed");

on("click", "[data-sidebar-close]", () => set("closed"));
on("click", "[data-sidebar-open]", () => set("open"));
each(".shell", () => attempt(() => localStorage.getItem(KEY)) === "closed" && set("closed"));
