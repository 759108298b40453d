// The page of a report: its bar closes when something was chosen in it, its tables are put in order and folded, and it prints.
import { on } from "./dom.js";
import "./report/finding.js";
import "./report/standing.js";
import { restore } from "./report/table.js";

// A filter is checked by the answer itself, which tells in its place what is wrong: no question beforehand.
on("submit", ".report-filter", (event, form) => (form.dataset.checked = form.querySelector("[role=combobox]").value), true);

const closeOf = (element) => element.closest(".pop:popover-open")?.hidePopover();
on("click", ".report-bar .pop a[href]", (event, link) => closeOf(link));
on("submit", ".report-bar .pop form", (event, form) => closeOf(form));

on("click", "[data-print]", () => print());

/** The kind that is shown stands in sight where the row of kinds is longer than the screen. */
function show() {
  restore();
  const kind = document.querySelector(".report-kinds [aria-current]");
  const row = kind?.parentElement;
  if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = kind.offsetLeft - row.offsetLeft - (row.clientWidth - kind.offsetWidth) / 2;
}

document.addEventListener("htmx:after:swap", show);
show();
