// The page of the search: from the box into what was found, and keeping what was looked for once it led somewhere.
import { meta, on } from "./dom.js";

const box = () => document.querySelector("[data-search]");

/** What is in the box is kept when it led somewhere, also while the browser is already leaving the page. */
function remember() {
  const form = box();
  const text = form?.elements.q.value.trim();
  if (!text) return;
  const headers = { "X-CSRFToken": meta("csrf-token") };
  fetch(form.dataset.recentUrl, { method: "POST", keepalive: true, headers, body: new URLSearchParams({ q: text }) }).catch(() => {});
}

on("click", "#found .hit-title", remember);

on("keydown", "[data-search] input[name=q]", (event) => {
  if (event.isComposing || event.key !== "ArrowDown") return;
  const first = document.querySelector("#found [data-row]");
  if (!first) return;
  event.preventDefault();
  first.focus();
});

// From the first line back into the box.
on(
  "keydown",
  "#found [data-row]",
  (event, row) => {
    if (event.key !== "ArrowUp" || event.altKey || event.shiftKey || row !== document.querySelector("#found [data-row]")) return;
    event.preventDefault();
    event.stopPropagation();
    box()?.elements.q.focus();
  },
  { capture: true },
);

// What was typed before this script came, or brought back by the browser, has not been looked for yet.
addEventListener("DOMContentLoaded", () => {
  const field = box()?.elements.q;
  if (field && field.value !== field.defaultValue) field.dispatchEvent(new Event("input", { bubbles: true }));
});
