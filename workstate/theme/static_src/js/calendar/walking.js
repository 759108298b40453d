// Where the arrows lead: through the days of the calendar, through what stands on them, and by the clock through half hours.
import { announce, make } from "../dom.js";
import { between, byClock, calendar, cellOf, clockWords, columnOf, DAY, list, planOf, put, SHORTEST, shifted } from "./grid.js";

let minute = 9 * 60; // The half hour at which the cursor stands in a column.
let wanted = null; // Where to stand when the days that were asked for have come.
const cursor = make("div", { className: "cal-slot" });

export const slotMinute = () => minute;
const itemsOf = (place) => [...place.querySelectorAll("[data-row], [data-more]")].filter((one) => one.checkVisibility());
const startOf = (item) => planOf(item).minute;

export function go(place, at = minute) {
  if (!place) return false;
  if (place.dataset.hours) minute = at;
  for (const other of document.querySelectorAll("#cal-grid :is([data-day], [data-hours])[tabindex='0']")) other.tabIndex = -1;
  if (place.matches("[data-day], [data-hours]")) place.tabIndex = 0;
  place.focus({ preventScroll: true });
  if (place.dataset.hours) showSlot(place);
  else place.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function showSlot(column) {
  put(cursor, minute, SHORTEST);
  cursor.textContent = clockWords(minute);
  column.append(cursor);
  cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(clockWords(minute));
}
document.addEventListener("focusout", ({ target }) => target.dataset?.hours && cursor.remove());
document.addEventListener("focusin", ({ target }) => {
  if (target.dataset?.hours && target.matches(":focus-visible")) showSlot(target);
});

/** When other days are asked for by an address: stand on the same place of them, or on the very day. */
export function reach(address, exactly = false, place = document.activeElement) {
  const on = new URL(address, location.href).searchParams.get("on");
  const inside = place?.closest("#cal-grid [data-day], #cal-grid [data-hours]");
  const from = inside?.dataset.day ?? inside?.dataset.hours;
  // The same day of the week after, the same number in the month after.
  const day = exactly ? on : from && (byClock() ? shifted(from, between(calendar().dataset.on, on)) : on.slice(0, 8) + from.slice(8));
  wanted = inside ? { day, on, hours: Boolean(inside.dataset.hours) } : null;
}
export function ask(day, want = {}) {
  wanted = { day, ...want };
  const url = calendar().dataset.chosen + day;
  window.htmx.ajax("GET", url, { source: list(), target: list(), swap: "outerMorph", push: "true", goes: true });
}
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id !== "task-list") return;
  if (!wanted) return document.activeElement?.dataset?.hours && showSlot(document.activeElement);
  const { id, day, on, hours } = wanted;
  const item = id && document.getElementById(id);
  const found = (one) => (hours ? columnOf(one) : cellOf(one));
  // Until the days that were asked for are there.
  if (go(item || found(day) || (calendar()?.dataset.on === on && found(on)))) wanted = null;
});

export function step(place, x, y) {
  const inside = place.closest("[data-day], [data-hours]");
  const day = inside.dataset.day ?? inside.dataset.hours;
  if (x) return sideways(place, inside, shifted(day, x));
  return inside.dataset.hours ? byTheHalfHour(place, inside, y) : throughLines(place, inside, day, y);
}

function sideways(place, inside, day) {
  const there = inside.dataset.hours ? columnOf(day) : cellOf(day);
  const at = place.matches("[data-row]") && inside.dataset.hours ? Math.floor(startOf(place) / SHORTEST) * SHORTEST : minute;
  if (!there) return ask(day, { hours: Boolean(inside.dataset.hours) }) ?? true;
  const number = inside.dataset.hours ? -1 : itemsOf(inside).indexOf(place);
  return go(itemsOf(there)[number] ?? there, at);
}

/** Day, its tasks, and then the day beneath: that of the week after, or the hours of the same. */
function throughLines(place, inside, day, y) {
  const all = [inside, ...itemsOf(inside)];
  const next = all[all.indexOf(place) + y];
  if (next) return go(next);
  if (byClock()) return y > 0 && go(columnOf(day), 0);
  const other = shifted(day, 7 * y);
  const there = cellOf(other);
  if (!there) return ask(other) ?? true;
  return go(y > 0 ? there : ([there, ...itemsOf(there)].at(-1)));
}

/** Half hours, and what begins in them. */
function byTheHalfHour(place, column, y) {
  const items = itemsOf(column).filter((one) => one.matches("[data-row]")).sort((a, b) => startOf(a) - startOf(b));
  const onItem = items.indexOf(place);
  const slot = onItem < 0 ? minute : Math.floor(startOf(place) / SHORTEST) * SHORTEST;
  const within = (from) => items.filter((one) => startOf(one) >= from && startOf(one) < from + SHORTEST);
  const here = within(slot);
  if (y > 0) return go(here[here.indexOf(place) + 1] ?? column, Math.min(slot + SHORTEST, DAY - SHORTEST));
  if (onItem >= 0) return go(here[here.indexOf(place) - 1] ?? column, slot);
  if (slot === 0) return go([cellOf(column.dataset.hours), ...itemsOf(cellOf(column.dataset.hours))].at(-1));
  return go(within(slot - SHORTEST).at(-1) ?? column, slot - SHORTEST);
}
