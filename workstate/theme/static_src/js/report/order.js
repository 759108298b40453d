// Rows by the values of a column.
const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true, sensitivity: "base" });

/** The cell under a head: rows within a group begin with an empty one, and a group's name spans two. */
function cellAt(row, at) {
  let place = 0;
  for (const cell of row.cells) {
    place += cell.colSpan;
    if (place > at) return cell;
  }
  return null;
}

const valueOf = (row, at) => {
  const cell = cellAt(row, at);
  if (!cell) return "";
  return "sort" in cell.dataset ? (cell.dataset.sort === "" ? null : Number(cell.dataset.sort)) : cell.textContent.trim();
};

function compare(one, other) {
  if (one === null || other === null) return 0;
  return typeof one === "number" && typeof other === "number" ? one - other : collator.compare(String(one), String(other));
}

/** `way`: 1 up, -1 down, 0 as they came. What has no value stands last either way. */
export function inOrder(parts, rowOf, at, way) {
  const known = parts.map((part) => ({ part, value: valueOf(rowOf(part), at), place: Number(rowOf(part).dataset.place) }));
  known.sort((one, other) => (way ? (one.value === null) - (other.value === null) || way * compare(one.value, other.value) : 0) || one.place - other.place);
  return known.map(({ part }) => part);
}
