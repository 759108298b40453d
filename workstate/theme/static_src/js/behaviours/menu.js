// The keys of a menu (ARIA menu pattern): arrows move, Home and End jump, letters find, a choice closes it.
import { on } from "../dom.js";
import { stepOf, stepped } from "../listbox.js";

const items = (menu) => [...menu.querySelectorAll("[role^=menuitem]:not([aria-disabled=true])")].filter((item) => item.checkVisibility());

document.addEventListener("toggle", ({ target, newState }) => {
  if (newState === "open" && target.matches?.("[role=menu]")) items(target)[0]?.focus({ preventScroll: true });
}, true);

on("keydown", "[role=menu]", (event, menu) => {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  let next = stepOf(event) ? stepped(all, all[at], stepOf(event)) : { Home: all[0], End: all.at(-1) }[event.key];
  if (event.key === "Tab") return menu.hidePopover();
  if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    next = rest.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
    event.stopPropagation();
  }
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
on("click", "[role=menu] [role^=menuitem]", (event, item) => {
  if (!item.hasAttribute("data-keep-open") && !item.hasAttribute("popovertarget")) item.closest("[popover]")?.hidePopover();
});
