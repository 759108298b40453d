// A combobox with data-search asks the server while one types, and then offers more than the page brought along.
import { askJson, make } from "../dom.js";

const PAUSE = 150;
let waiting;

document.addEventListener("input", ({ target }) => {
  const combo = target.closest?.("[data-search]");
  if (!combo || !target.matches("[role=combobox]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => find(combo, target), PAUSE);
});

async function find(combo, input) {
  const typed = input.value;
  if (typed.trim().length < 2) return;
  const found = (await askJson(`${combo.dataset.search}?q=${encodeURIComponent(typed.trim())}`)) ?? [];
  if (input.value !== typed || document.activeElement !== input) return;
  const select = combo.querySelector("select");
  const known = new Set([...select.options].map((option) => option.value));
  const more = found.filter(({ value }) => !known.has(String(value)));
  for (const { value, text, colour } of more) {
    const option = make("option", { value, textContent: text });
    if (colour) option.dataset.colour = colour;
    select.append(option);
  }
  if (more.length) input.dispatchEvent(new Event("input")); // Not heard here again: it does not bubble.
}
