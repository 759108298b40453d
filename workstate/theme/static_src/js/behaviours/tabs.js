// Tabs on one page (ARIA tabs pattern). Tabs that are links to other addresses need no script.
import { on } from "../dom.js";

function choose(tab) {
  for (const other of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel) panel.hidden = !chosen && panel !== document.getElementById(tab.getAttribute("aria-controls"));
  }
}

on("click", "[role=tab]", (event, tab) => choose(tab));
on("keydown", "[role=tablist]", (event, list) => {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const at = tabs.indexOf(document.activeElement);
  const next = { ArrowRight: tabs[(at + 1) % tabs.length], ArrowLeft: tabs.at(at - 1), Home: tabs[0], End: tabs.at(-1) }[event.key];
  if (at < 0 || !next) return;
  event.preventDefault();
  choose(next);
  next.focus();
});
