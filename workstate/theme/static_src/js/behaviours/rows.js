// A cursor over the rows of all lists on the page. It goes up and down through them; within [data-grid] it also goes sideways,
// to what is seen there.
import { onlyOn } from "../dom.js";

let lastId = "";

const rows = () => [...document.querySelectorAll("main [data-row]")].filter((row) => row.checkVisibility());

export const currentRow = () => document.activeElement?.closest("main [data-row]") ?? document.querySelector("main [data-row].is-cursor");

export function putCursor(row) {
  onlyOn("is-cursor", row);
  if (!row) return;
  lastId = row.id;
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

const STEPS = { down: 1, up: -1, right: 1, left: -1 };
const SIDES = { down: ["y", "x"], up: ["y", "x"], right: ["x", "y"], left: ["x", "y"] };
const spanOf = (box, axis) => (axis === "x" ? [box.left, box.right] : [box.top, box.bottom]);
const middle = ([from, to]) => (from + to) / 2;

/** The nearest row in the direction: up and down within the column, sideways in the nearest one that has any. */
function seenFrom(row, grid, way) {
  const [along, across] = SIDES[way];
  const box = row.getBoundingClientRect();
  const [from, to] = spanOf(box, across);
  const found = rows().filter((other) => grid.contains(other) && other !== row).map((other) => {
    const its = other.getBoundingClientRect();
    const span = spanOf(its, across);
    const far = STEPS[way] * (middle(spanOf(its, along)) - middle(spanOf(box, along)));
    return { other, far, aside: Math.abs(middle(span) - middle([from, to])), beside: span[0] < to && span[1] > from };
  });
  const ahead = found.filter(({ far, beside }) => far > 4 && (beside || along === "x"));
  const weigh = ({ far, aside }) => (along === "x" ? far * 8 + aside : far + aside * 8);
  return ahead.sort((a, b) => weigh(a) - weigh(b))[0]?.other;
}

/** By a step in the order of the page, or in a direction; false where no row has the cursor yet and none is to be given it. */
export function moveCursor(way) {
  const all = rows();
  const row = currentRow();
  const at = all.indexOf(row);
  const grid = row?.closest("[data-grid]");
  if (way === "first" || way === "last") return at >= 0 && putCursor(all.at(way === "first" ? 0 : -1));
  if (grid) return putCursor(seenFrom(row, grid, way) ?? row);
  if (!all.length || way === "left" || way === "right") return false;
  return putCursor(all[at < 0 ? (way === "down" ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + STEPS[way]))]);
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
  if (target.closest?.("dialog, [popover]")) return; // The cursor waits behind it.
  const row = target.closest?.("main [data-row]");
  onlyOn("is-cursor", row?.matches(".is-cursor") ? row : null);
  if (row) lastId = row.id;
});

// A row that was drawn anew by the server keeps the cursor; one that left hands it to its neighbour.
let place = -1;
let marked;
document.addEventListener("htmx:before:swap", () => {
  const row = currentRow();
  place = row ? rows().indexOf(row) : -1;
  marked = row?.matches(".is-cursor");
});
document.addEventListener("htmx:after:swap", () => {
  const all = rows();
  const again = all.find(({ id }) => id === lastId);
  if (marked) again?.classList.add("is-cursor"); // The morph took the mark, not the place.
  const { activeElement } = document; // A row moved into a folded group keeps the focus for a moment, out of sight.
  if (place < 0 || (activeElement !== document.body && activeElement.checkVisibility())) return;
  putCursor(again ?? all[Math.min(place, all.length - 1)]);
  place = -1;
});
