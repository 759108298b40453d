// “A bit of both”: parts of the gap, and what is not assigned yet, counted down as one types. The server reads the words.
import { on } from "../dom.js";

const UNITS = { h: 3600, m: 60, s: 1 };

/** Seconds, as far as the page can tell: 20, 1:30, 1h 20m, 1.5h; null for what the server may know. A bare number is minutes. */
function secondsOf(text) {
  const plain = text.trim().toLowerCase().replace(",", ".");
  if (!plain) return 0;
  const clock = plain.match(/^(\d*):(\d\d)(?::(\d\d))?$/);
  if (clock) return Number(clock[1] || 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3] || 0);
  if (/^\d*\.?\d+$/.test(plain)) return Math.round(Number(plain) * 60);
  const pieces = [...plain.matchAll(/(\d*\.?\d+)\s*([hms])[a-z]*/g)];
  const read = pieces.map(([all]) => all).join("").replace(/\s/g, "") === plain.replace(/\s/g, "");
  return pieces.length && read ? Math.round(pieces.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit], 0)) : null;
}

const two = (number) => String(number).padStart(2, "0");
const clock = (seconds) => `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;

function count(form) {
  const lengths = [...form.querySelectorAll("[name=length]")].map((field) => secondsOf(field.value));
  const left = Number(form.dataset.seconds) - lengths.reduce((sum, one) => sum + (one ?? 0), 0);
  const shown = form.querySelector("[data-left]");
  shown.textContent = (left < 0 ? "−" : "") + clock(Math.abs(left));
  shown.closest(".gap-left").classList.toggle("is-over", left < 0);
  form.querySelector("[data-rest]").hidden = left <= 0;
}

on("input", "#gap-split", (event, form) => count(form));
on("click", "[data-gap-split]", (event, button) => {
  const form = document.getElementById("gap-split");
  const open = form.hidden;
  form.hidden = !open;
  button.setAttribute("aria-expanded", open);
  if (open) form.querySelector("[name=length]").focus();
});
on("click", "[data-gap-more]", (event, button) => {
  const form = button.closest("form");
  const rows = form.querySelector("[data-gap-rows]");
  const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
  const place = rows.childElementCount + 1;
  for (const one of row.querySelectorAll("[id], [for], [aria-label]")) {
    for (const name of ["id", "for", "aria-label"]) if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace("0", place));
  }
  rows.append(row);
  window.htmx.process(row);
  row.querySelector("[name=length]").focus();
});
