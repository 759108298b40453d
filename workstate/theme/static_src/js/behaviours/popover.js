// Native popovers, placed beside what opened them and kept inside the window.
import { on } from "../dom.js";

const GAP = 4;
const EDGE = 8;

/** The anchor is an element, or a rectangle in the window. */
export function place(panel, anchor, prefer = "below") {
  const at = anchor instanceof DOMRect ? anchor : anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const rightToLeft = document.documentElement.dir === "rtl";
  let left = rightToLeft ? at.right - width : at.left;
  if (left + width > innerWidth - EDGE) left = at.right - width;
  left = Math.max(EDGE, Math.min(left, innerWidth - width - EDGE));
  const fitsBelow = at.bottom + GAP + height <= innerHeight - EDGE;
  const fitsAbove = at.top - GAP - height >= EDGE;
  const below = prefer === "below" ? fitsBelow || !fitsAbove : fitsBelow && !fitsAbove;
  const top = below ? at.bottom + GAP : at.top - GAP - height;
  panel.style.left = `${left}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}

export const openerOf = (panel) => panel.opener ?? document.querySelector(`[popovertarget="${CSS.escape(panel.id)}"]`);

on("click", "[popovertarget]", (event, opener) => {
  const panel = document.getElementById(opener.getAttribute("popovertarget"));
  if (panel) panel.opener = opener;
}, true);

document.addEventListener("toggle", ({ target, newState }) => {
  if (!target.matches?.(".pop[popover]")) return;
  const opener = openerOf(target);
  opener?.setAttribute("aria-expanded", String(newState === "open"));
  if (newState === "open" && opener && !(target.matches(".sheet") && innerWidth < 768)) place(target, opener);
}, true);

// A popover follows nothing: when the page scrolls away under it, it closes.
addEventListener("scroll", ({ target }) => {
  for (const panel of document.querySelectorAll(".pop:popover-open")) if (!panel.contains(target)) panel.hidePopover();
}, { capture: true, passive: true });
