// A cursor over the rows of all lists on the page: j and k move it; the other keys act on the row it stands on.
import { onlyOn } from "../dom.js";

let lastId = "";

const rows = () => [...document.querySelectorAll("main [data-row]")].filter((row) => row.checkVisibility());

export function currentRow() {
  const focused = document.activeElement?.closest?.("main [data-row]");
  if (focused) return focused;
  const last = lastId ? document.getElementById(lastId) : null;
  return last?.classList.contains("is-cursor") ? last : null;
}

export function putCursor(row) {
  onlyOn("is-cursor", row);
  if (!row) return;
  lastId = row.id;
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function moveCursor(step) {
  const all = rows();
  const at = all.indexOf(currentRow());
  if (all.length) putCursor(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step))]);
}

/** Click what the row offers for this act; false when it offers nothing. */
export function actOn(row, selector) {
  const target = row?.querySelector(selector);
  if (!target) return false;
  if (target.matches("input, textarea")) target.focus();
  else target.click();
  return true;
}

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest?.("main [data-row]");
  for (const other of document.querySelectorAll(".is-cursor")) if (other !== row) other.classList.remove("is-cursor");
  if (row) lastId = row.id;
});

// A row that was replaced by the server keeps the cursor; one that left hands it to its neighbour.
let place = -1;
document.addEventListener("htmx:before:swap", () => {
  const row = currentRow();
  place = row ? rows().indexOf(row) : -1;
});
document.addEventListener("htmx:after:swap", () => {
  const { activeElement } = document; // A row moved into a folded group keeps the focus for a moment, out of sight.
  if (place < 0 || (activeElement !== document.body && activeElement.checkVisibility())) return;
  const again = document.getElementById(lastId);
  putCursor(again?.checkVisibility() ? again : rows()[Math.min(place, rows().length - 1)]);
  place = -1;
});
