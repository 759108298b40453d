// Where the arrows lead: through half hours and what begins in them, the heads of the days, and from day to day.
import { announce, make } from "../dom.js";
import { between, cellOf, columnOf, list, shifted } from "../hours/words.js";
import { instantAt, LENGTH, put, timeWords } from "./axis.js";

const HALF = 1800;
let slot = 9 * 3600; // Where the cursor stands in a column.
let wanted = null; // Where to stand when the days that were asked for have come.
const cursor = make("div", { className: "cal-slot tc-cursor" });

export const slotAt = () => slot;
const rowsOf = (place) => [...place.querySelectorAll("[data-row]")].filter((one) => one.checkVisibility()).sort((a, b) => a.dataset.at - b.dataset.at);
const slotOf = (item) => Math.floor(item.dataset.at / HALF) * HALF;

export function go(place, at = slot) {
  if (!place) return false;
  if (place.dataset.hours) {
    slot = at;
    for (const other of document.querySelectorAll("#cal-grid [data-hours][tabindex='0']")) other.tabIndex = -1;
    place.tabIndex = 0;
  }
  place.focus({ preventScroll: true });
  if (place.dataset.hours) showSlot(place);
  else place.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function showSlot(column) {
  put(cursor, slot, HALF);
  cursor.textContent = timeWords(instantAt(column, slot));
  column.append(cursor);
  cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(cursor.textContent);
}
document.addEventListener("focusout", ({ target }) => target.dataset?.hours && cursor.remove());
let pressed = false; // Then the pointer says where.
for (const kind of ["pointerdown", "pointerup"]) addEventListener(kind, () => (pressed = kind === "pointerdown"), { capture: true });
document.addEventListener("focusin", ({ target }) => target.dataset?.hours && !pressed && target.matches(":focus-visible") && showSlot(target));

export function step(place, x, y) {
  const inside = place.closest("[data-day], [data-hours]");
  const day = inside.dataset.day ?? inside.dataset.hours;
  if (x) return aside(place, inside, shifted(day, x), x);
  return inside.dataset.hours ? along(place, inside, y) : throughHead(place, inside, day, y);
}

function aside(place, inside, day, x) {
  const there = inside.dataset.hours ? columnOf(day) : cellOf(day);
  if (!there?.checkVisibility()) return turn(x, { day, hours: Boolean(inside.dataset.hours) });
  if (!inside.dataset.hours || !place.matches("[data-row]")) return go(there);
  const at = Number(place.dataset.at);
  const near = rowsOf(there).sort((a, b) => Math.abs(a.dataset.at - at) - Math.abs(b.dataset.at - at))[0];
  return go(near && Math.abs(near.dataset.at - at) < 2 * HALF ? near : there, slotOf(place));
}

function throughHead(place, inside, day, y) {
  const all = [inside, ...rowsOf(inside)];
  const next = all[all.indexOf(place) + y];
  return next ? go(next) : y > 0 && go(columnOf(day), 0);
}

function along(place, column, y) {
  const rows = rowsOf(column);
  const at = rows.indexOf(place);
  const here = at < 0 ? slot : slotOf(place);
  const within = (from) => rows.filter((one) => one.dataset.at >= from && one.dataset.at < from + HALF);
  if (y > 0) return go((at < 0 ? within(here)[0] : within(here)[within(here).indexOf(place) + 1]) ?? column, Math.min(here + HALF, LENGTH() - HALF));
  if (at >= 0) return go(within(here)[within(here).indexOf(place) - 1] ?? column, here);
  if (here === 0) return go([cellOf(column.dataset.hours), ...rowsOf(cellOf(column.dataset.hours))].at(-1));
  return go(within(here - HALF).at(-1) ?? column, here - HALF);
}

/** To the days before or after, or to today; the cursor comes along. */
export function turn(way, want = null) {
  const link = way ? [...document.querySelectorAll(`#calendar-bar [data-step="${way}"]`)].find((one) => one.checkVisibility()) : document.getElementById("cal-today");
  if (!link?.href) return false;
  const inside = document.activeElement?.closest("#cal-grid [data-day], #cal-grid [data-hours]");
  const [from, to] = [inside?.dataset.day ?? inside?.dataset.hours, new URL(link.href).searchParams.get("day")];
  // The same day of the week after.
  const day = from && to ? shifted(from, between(document.getElementById("calendar").dataset.on, to)) : undefined;
  wanted = (want ?? inside) && { hours: Boolean(inside?.dataset.hours), day, ...want, on: to };
  link.click();
  return true;
}
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target !== list() && ctx.target?.id !== list()?.id) return;
  if (!wanted) return document.activeElement?.dataset?.hours && showSlot(document.activeElement);
  const { day, hours, on } = wanted;
  if (on && document.getElementById("calendar").dataset.on !== on) return; // News of the days before.
  const found = (one) => (hours ? columnOf(one) : cellOf(one));
  wanted = null;
  go(found(day) ?? found(document.getElementById("calendar").dataset.on));
});
