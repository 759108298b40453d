// What a cell of the week says. data-seconds is finished time; data-since lets a running timer count on top, data-extra is what it
// counted on a day before.
import { make } from "../dom.js";
import { format } from "./durations.js";

export const DAY = "#timesheet .grid-row > td[data-seconds]";
export const dayCells = () => [...document.querySelectorAll(DAY)];
export const nameOf = (row, day) => `${row} ${day}`;
export const finished = (cell) => Number(cell.dataset.seconds);
export const running = ({ dataset: { since, extra } }) => (since ? Math.max(0, (Date.now() - Date.parse(since)) / 1000) : Number(extra ?? 0));

/** Hours that may go on counting, in a place of their own. */
export function tell(place, seconds, since, empty = "0:00") {
  if (since) {
    const clock = place.querySelector(":scope > time") ?? make("time", { "data-elapsed-format": "hm" });
    Object.assign(clock.dataset, { elapsedSince: since, elapsedBase: seconds });
    clock.textContent = format(seconds + Math.max(0, (Date.now() - Date.parse(since)) / 1000));
    if (place.childNodes.length !== 1 || place.firstChild !== clock) place.replaceChildren(clock);
  } else {
    const text = seconds ? format(seconds) : empty;
    if (place.textContent !== text || place.firstElementChild) place.replaceChildren(text);
  }
}

/** Let the cell hold so many finished seconds. */
export function draw(cell, seconds) {
  cell.dataset.seconds = seconds;
  tell(cell, seconds + Number(cell.dataset.extra ?? 0), cell.dataset.since, "");
}
