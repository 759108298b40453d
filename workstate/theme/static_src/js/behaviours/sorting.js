// Rows of [data-sortable] are put in order by dragging the grip and by Alt+↑/↓; both send the same request to the
// row's data-move-url with `after` and `before`, the data-id of the rows now above and below, and data-values of the list.
import htmx from "../htmx.js";
import { announce, each, on, say } from "../dom.js";
import { stepOf } from "../listbox.js";
import { inTurn } from "./acting.js";
import { bring } from "./lazy.js";
import { lift, letGo, neighbour } from "./carrying.js";
import { act } from "./selection.js";

function send(rows, putBack, under = null) {
  const [first, row] = [rows[0], rows.at(-1)];
  const list = row.closest("[data-sortable]");
  const after = neighbour(first, "previousElementSibling", rows)?.dataset.id ?? "";
  const before = neighbour(row, "nextElementSibling", rows)?.dataset.id ?? "";
  const values = under ? { parent: under.dataset.id } : { ...JSON.parse(list.dataset.values || "{}"), after, before };
  const { moveUrl } = row.dataset;
  // By the page, not by the row: it may have been drawn anew before its turn comes.
  if (rows.length > 1) inTurn(() => act({ act: "move", ...values }, { rows, refused: putBack }));
  else inTurn(() => htmx.ajax("POST", moveUrl, { source: document.body, target: row, swap: "none", values, refused: putBack }));
}

each("[data-sortable]", async (list) => {
  const { Sortable } = await bring("sortable");
  Sortable.create(list, {
    group: list.dataset.sortableGroup || undefined,
    handle: "[data-grip]",
    draggable: "[data-id]",
    swapThreshold: Number(list.dataset.sortableThreshold ?? 1), // Less where one may also be dropped into another.
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    delayOnTouchOnly: true,
    delay: 180,
    onStart: ({ item, originalEvent }) => {
      lift(item, originalEvent?.clientX);
      document.body.classList.add("is-sorting");
    },
    onEnd: () => {
      document.body.classList.remove("is-sorting");
      const fallen = letGo();
      if (fallen) send(fallen.rows, fallen.putBack, fallen.parent);
    },
  });
});

on("keydown", "[data-sortable] [data-id]", (event, row) => {
  if (!event.altKey || !stepOf(event)) return;
  event.preventDefault();
  const up = stepOf(event) < 0;
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
  send([row], () => parent.insertBefore(row, next));
});
