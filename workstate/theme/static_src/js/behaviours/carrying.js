// What a dragged row takes along, and where else than in a list it can be let go: a selected row takes all that is selected; over
// a project or the inbox in the sidebar it goes there, to the right it goes under the row above.
import { act, boxOf, selectedRows } from "./selection.js";

const INWARDS = [40, 140]; // Pixels to the right: no slip of the hand, and not on the way to the middle of another row.
let carried = null;

/** Row, and where it stands, so that it can be put back. */
const homes = (rows) => rows.map((row) => ({ row, parent: row.parentElement, next: row.nextElementSibling }));
const projectOf = (link) => link.pathname.match(/\/projects\/([0-9a-f-]{36})\/$/)?.[1] ?? (link.pathname.endsWith("/inbox/") ? "" : null);

export function lift(item, from) {
  const all = selectedRows();
  const rows = boxOf(item) && all.includes(item) ? all : [item];
  carried = { item, rows, homes: homes(rows), from, place: null, inwards: false };
  for (const row of rows) row.classList.toggle("is-carried", row !== item);
  if (rows.length > 1) item.dataset.carries = rows.length;
}

function follow(event) {
  if (!carried || !boxOf(carried.item)) return;
  const link = event.target.closest?.(".side a.nav-item");
  const place = link && projectOf(link) !== null ? link : null;
  if (place) event.preventDefault(); // It may be let go here.
  if (place !== carried.place) {
    carried.place?.classList.remove("is-drop");
    place?.classList.add("is-drop");
    carried.place = place;
  }
  carried.from ??= event.clientX; // A finger says no place when it lifts a row.
  const step = (event.clientX - carried.from) * (document.documentElement.dir === "rtl" ? -1 : 1);
  carried.inwards = !place && step > INWARDS[0] && step < INWARDS[1] && Boolean(above(carried.item, carried.rows));
  carried.item.classList.toggle("goes-under", carried.inwards);
}
document.addEventListener("dragover", follow, { capture: true }); // The list that is dragged over keeps it to itself.
document.addEventListener("pointermove", follow);
document.addEventListener("drop", (event) => carried?.place && event.preventDefault());

export function neighbour(row, side, but = []) {
  let other = row[side];
  while (other && (!other.matches("[data-id]") || but.includes(other))) other = other[side];
  return other;
}
const above = (item, rows) => neighbour(item, "previousElementSibling", rows);

/** What the drag came to: null, or the rows, where to, what puts them back. Those taken along stand beside it, in order. */
export function letGo() {
  const { item, rows, homes: stood, place, inwards } = carried;
  const putBack = () => stood.toReversed().forEach(({ row, parent, next }) => parent.insertBefore(row, next));
  carried = null;
  place?.classList.remove("is-drop");
  delete item.dataset.carries;
  for (const row of rows) row.classList.remove("is-carried", "goes-under");
  if (place) {
    putBack();
    act({ act: "move", project: projectOf(place) }, { rows, leaves: true });
    return null;
  }
  const home = stood.find(({ row }) => row === item);
  const parent = inwards ? above(item, rows) : null;
  if (!parent && item.parentElement === home.parent && item.nextElementSibling === home.next) return null;
  item.before(...rows.slice(0, rows.indexOf(item)));
  item.after(...rows.slice(rows.indexOf(item) + 1));
  return { rows, parent, putBack };
}
