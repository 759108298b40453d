// What stands where in the calendar: days, hours, and what is under the pointer. Days are ISO, minutes are those of the wall clock.
import { calendar, cellOf, clamp, clockWords } from "../hours/words.js";

export * from "../hours/words.js";
export const SNAP = 15;
export const DAY = 1440;
export const SHORTEST = 30; // Minutes that a block is drawn high at least.

export const byClock = () => calendar()?.dataset.calendar !== "month";
export const days = () => [...document.querySelectorAll("#cal-grid [data-day]")].map((cell) => cell.dataset.day);
export const snapped = (minute) => clamp(0, Math.round(minute / SNAP) * SNAP, DAY - SNAP);

export function whenWords(day, minute) {
  const name = cellOf(day)?.dataset.name ?? day;
  return minute === null || minute === undefined ? name : `${name}, ${clockWords(minute)}`;
}

export function minuteAt(column, y) {
  const box = column.getBoundingClientRect();
  return clamp(0, ((y - box.top) / box.height) * DAY, DAY - 1);
}

/** Where the pointer is: a day, and the minute where there are hours; or the side, where tasks have no day. */
export function spotAt(x, y) {
  // The place itself lies under the point; what stands in a day may reach beyond it.
  for (const place of document.elementsFromPoint(x, y)) {
    if (!place.matches("#calendar :is([data-hours], [data-day], [data-undated])")) continue;
    if ("undated" in place.dataset) return { place, undated: true };
    if (place.dataset.day) return { place, day: place.dataset.day, minute: null };
    return { place, day: place.dataset.hours, minute: minuteAt(place, y) };
  }
  return null;
}

const SIZED = /^([hmtu]\d+|b\d|of\d|w\d)$/;

/** Give an element its place by the clock: the classes that the server would give it. */
export function put(element, minute, length) {
  element.classList.remove(...[...element.classList].filter((name) => SIZED.test(name)));
  const five = (minutes) => Math.floor((minutes % 60) / 5);
  element.classList.add(`h${Math.floor(minute / 60)}`, `m${five(minute)}`, `t${Math.floor(length / 60)}`, `u${five(length)}`, "b0", "of1");
}

/** What an item says of itself; `at` is null on a day without a time. */
export function planOf({ dataset: { on, at, lasts, first } }) {
  return { day: on || null, minute: at ? Number(at) : null, lasts: Number(lasts), first: first || null };
}
