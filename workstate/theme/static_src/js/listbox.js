// Options that are gone through by ↑ and ↓. Under a field, which keeps the cursor, the marked one is its active descendant
// (ARIA combobox).
import { make } from "./dom.js";

/** The step that a key means: 1, -1 or undefined. */
export const stepOf = ({ key }) => ({ ArrowDown: 1, ArrowUp: -1 })[key];

/** The one a step away, around the ends; from nowhere the first or the last. */
export function stepped(all, from, step) {
  const at = all.indexOf(from);
  return all.at((at < 0 && step < 0 ? -1 : at + step) % all.length);
}

export const optionsOf = (list) => [...(list?.querySelectorAll("[role=option]:not([hidden], [aria-disabled])") ?? [])];
export const markedOf = (list) => list.querySelector("[role=option][aria-selected=true]");

/** Mark one option or none: by aria-selected, or by a class where that tells what is chosen. */
export function mark(field, list, option, className = "") {
  for (const other of list.querySelectorAll("[role=option]")) {
    if (className) other.classList.toggle(className, other === option);
    else other.setAttribute("aria-selected", String(other === option));
  }
  option?.scrollIntoView({ block: "nearest" });
  if (option) field?.setAttribute("aria-activedescendant", option.id);
  else field?.removeAttribute("aria-activedescendant");
}

export const makeList = (id, className, more) => make("ul", { id, className, role: "listbox", ...more });
export const makeOption = (id, ...children) => make("li", { id, className: "menu-item", role: "option" }, ...children);
