// What stands where in the calendar: days, hours, and what is under the pointer. Days are ISO, minutes are those of the wall clock.
export const SNAP = 15;
export const DAY = 1440;
export const SHORTEST = 30; // Minutes that a block is drawn high at least.

export const calendar = () => document.getElementById("calendar");
export const byClock = () => calendar()?.dataset.calendar !== "month";
export const list = () => document.getElementById("task-list");
export const cellOf = (day) => document.getElementById(`day-${day}`);
export const columnOf = (day) => document.getElementById(`hours-${day}`);
export const days = () => [...document.querySelectorAll("#cal-grid [data-day]")].map((cell) => cell.dataset.day);

export function shifted(day, by) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}
export const between = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / 864e5);
export const clamp = (least, value, most) => Math.max(least, Math.min(most, value));
export const snapped = (minute) => clamp(0, Math.round(minute / SNAP) * SNAP, DAY - SNAP);

/** As it is sent: 09:30. */
export const clockOf = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** As the person writes it: 9:30 am. */
export function clockWords(minute) {
  const { am, pm } = calendar().dataset;
  if (!am) return clockOf(minute);
  return `${Math.floor(minute / 60) % 12 || 12}:${String(minute % 60).padStart(2, "0")} ${minute < 720 ? am : pm}`;
}

export function lengthWords(minutes) {
  const hours = Math.floor(minutes / 60);
  return `${hours}:${String(minutes % 60).padStart(2, "0")}`;
}

export function whenWords(day, minute) {
  const name = cellOf(day)?.dataset.name ?? day;
  return minute === null || minute === undefined ? name : `${name}, ${clockWords(minute)}`;
}

/** A sentence of the template (data-say-…), filled in. */
export const sentence = (name, values) => (calendar().dataset[`say${name}`] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

/** The minute of a column at a height in the window, not rounded. */
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
