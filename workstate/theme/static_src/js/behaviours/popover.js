// Native popovers, placed beside what opened them.
import { on } from "../dom.js";
import { place } from "../place.js";

export { place };
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

// A page that draws itself anew takes the place from a panel that stands open in it: it would jump into the corner.
document.addEventListener("htmx:after:swap", () => {
  for (const panel of document.querySelectorAll(".pop:popover-open")) {
    const opener = openerOf(panel);
    if (panel.style.top || !opener?.isConnected || (panel.matches(".sheet") && innerWidth < 768)) continue;
    opener.setAttribute("aria-expanded", "true");
    place(panel, opener);
  }
});

// A popover follows nothing: when the page scrolls away under it, it closes.
addEventListener("scroll", ({ target }) => {
  for (const panel of document.querySelectorAll(".pop:popover-open")) if (!panel.contains(target)) panel.hidePopover();
}, { capture: true, passive: true });
