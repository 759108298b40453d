// Rows of [data-sortable] are put in order by dragging the grip and by Alt+↑/↓; both send the same request to the
// row's data-move-url with `after` and `before`, the data-id of the rows now above and below, and data-values of the list.
import htmx from "../htmx.js";
import { announce, each, meta, on, say } from "../dom.js";
import { stepOf } from "../listbox.js";
import { lift, letGo, neighbour } from "./carrying.js";
import { refresh } from "./live.js";
import { act } from "./selection.js";

// One move after the other: each says between which two rows it ends, and no key is lost to one still on its way.
let last = Promise.resolve();
let moving = 0;
let moved = 0;
let outdated = null;

function send(rows, putBack, under = null) {
  const [first, row] = [rows[0], rows.at(-1)];
  const list = row.closest("[data-sortable]");
  const after = neighbour(first, "previousElementSibling", rows)?.dataset.id ?? "";
  const before = neighbour(row, "nextElementSibling", rows)?.dataset.id ?? "";
  const values = under ? { parent: under.dataset.id } : { ...JSON.parse(list.dataset.values || "{}"), after, before };
  const { moveUrl } = row.dataset;
  moving++;
  last = last.then(async () => {
    if (rows.length > 1) await act({ act: "move", ...values }, { rows, refused: putBack });
    else await htmx.ajax("POST", moveUrl, { source: row, target: row, swap: "none", values, refused: putBack });
    moving--;
    if (!moving && outdated?.isConnected) refresh(outdated);
    if (!moving) outdated = null;
  });
}

// A list that was asked for before the last move had arrived would put the row back: it is asked for again instead.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => (ctx.askedAt = performance.now()));
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request.method === "POST" && ctx.sourceElement.dataset?.moveUrl) moved = performance.now();
});
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method !== "GET" || !ctx.target.querySelector?.("[data-sortable]")) return;
  if (!moving && ctx.askedAt >= moved) return;
  event.preventDefault();
  if (moving) outdated = ctx.target;
  else refresh(ctx.target);
});

each("[data-sortable]", async (list) => {
  const { Sortable } = await import(meta("asset-sortable"));
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
