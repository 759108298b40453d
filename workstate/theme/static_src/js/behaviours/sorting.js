// Rows of [data-sortable] are put in order by dragging the grip and by Alt+↑/↓; both send the same request to the
// row's data-move-url with `after` and `before`, the data-id of the rows now above and below, and data-values of the list.
import htmx from "../htmx.js";
import { announce, each, meta, on, say } from "../dom.js";

const neighbour = (row, side) => {
  let other = row[side];
  while (other && !other.matches("[data-id]")) other = other[side];
  return other;
};

function send(row, putBack) {
  const list = row.closest("[data-sortable]");
  const values = {
    ...JSON.parse(list.dataset.values || "{}"),
    after: neighbour(row, "previousElementSibling")?.dataset.id ?? "",
    before: neighbour(row, "nextElementSibling")?.dataset.id ?? "",
  };
  const failed = ({ detail }) => detail.ctx.request.action.startsWith(row.dataset.moveUrl) && putBack();
  row.addEventListener("htmx:response:error", failed, { once: true });
  row.addEventListener("htmx:error", failed, { once: true });
  const forget = () => {
    row.removeEventListener("htmx:response:error", failed);
    row.removeEventListener("htmx:error", failed);
  };
  htmx.ajax("POST", row.dataset.moveUrl, { source: row, target: row, swap: "none", values, bare: true }).finally(forget);
}

each("[data-sortable]", async (list) => {
  const { Sortable } = await import(meta("asset-sortable"));
  let from;
  Sortable.create(list, {
    group: list.dataset.sortableGroup || undefined,
    handle: "[data-grip]",
    draggable: "[data-id]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    delayOnTouchOnly: true,
    delay: 180,
    onStart: ({ item }) => (from = { parent: item.parentElement, next: item.nextElementSibling }),
    onEnd: ({ item }) => {
      const { parent, next } = from;
      if (item.parentElement === parent && item.nextElementSibling === next) return;
      send(item, () => parent.insertBefore(item, next));
    },
  });
});

on("keydown", "[data-sortable] [data-id]", (event, row) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const up = event.key === "ArrowUp";
  const other = neighbour(row, up ? "previousElementSibling" : "nextElementSibling");
  if (!other) return;
  const focused = document.activeElement;
  const next = row.nextElementSibling;
  const parent = row.parentElement;
  if (up) other.before(row);
  else other.after(row);
  focused.focus();
  const all = [...parent.querySelectorAll(":scope > [data-id]")];
  announce(say("moved", { place: all.indexOf(row) + 1, count: all.length }));
  send(row, () => parent.insertBefore(row, next));
});
