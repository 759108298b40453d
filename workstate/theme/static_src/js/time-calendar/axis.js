// Instants (Unix time in seconds) and where they stand: each column says of its day which stretches of the axis the clock went through.
import { calendar, clamp, clockOf, clockWords, lengthWords, sentence } from "../hours/words.js";

export const LENGTH = () => Number(calendar().dataset.length);
export const now = () => Math.floor(Date.now() / 1000);
export const columns = () => [...document.querySelectorAll("#cal-grid [data-hours]")];

export function runsOf(column) {
  return column.dataset.runs.split(" ").filter(Boolean).map((run) => {
    const [at, seconds, instant, wall] = run.split(":").map(Number);
    return { at, seconds, instant, wall };
  });
}

/** Where the instant stands in the column, null when it is on another day. */
export function placeOf(column, instant) {
  const run = runsOf(column).find((one) => instant >= one.instant && instant < one.instant + one.seconds);
  return run ? run.at + instant - run.instant : null;
}

/** The instant at a place of the column; in an hour that the day did not have, the nearest that it had. */
export function instantAt(column, at) {
  const near = runsOf(column).map((run) => ({ run, off: at < run.at ? run.at - at : Math.max(0, at - run.at - run.seconds) })).sort((a, b) => a.off - b.off)[0];
  return near ? near.run.instant + clamp(0, at - near.run.at, near.run.seconds) : null;
}

/** What is under the pointer: a column and the place in it, or the head of a day. */
export function spotAt(x, y) {
  for (const place of document.elementsFromPoint(x, y)) {
    if (place.matches("#cal-grid [data-day]")) return { cell: place };
    if (!place.matches("#cal-grid [data-hours]")) continue;
    const box = place.getBoundingClientRect();
    const at = clamp(0, ((y - box.top) / box.height) * LENGTH(), LENGTH() - 1);
    return { column: place, at, instant: instantAt(place, at) };
  }
  return null;
}

/** To five minutes, or to one while Alt is held. */
export const snapped = (instant, alt) => Math.round(instant / (alt ? 60 : 300)) * (alt ? 60 : 300);

const wall = (run, instant) => Math.floor((run.wall + instant - run.instant) / 60) % 1440;
/** The wall-clock minute of an instant, of whichever of the days shown it is; the end of the last is midnight. */
function minuteOf(instant) {
  const runs = columns().flatMap(runsOf);
  const run = runs.find((one) => instant >= one.instant && instant < one.instant + one.seconds) ?? runs.find((one) => instant === one.instant + one.seconds);
  return run ? wall(run, instant) : null;
}
export const timeWords = (instant) => (minuteOf(instant) === null ? "" : clockWords(minuteOf(instant)));
export const spanTyped = (start, stop) => `${clockOf(minuteOf(start) ?? 0)}–${clockOf(minuteOf(stop) ?? 0)}`;
export const spanWords = (start, stop) => `${timeWords(start)}–${timeWords(stop)} · ${lengthWords(Math.round((stop - start) / 60))}`;
export const spanSaid = (start, stop) => sentence("Span", { from: timeWords(start), to: timeWords(stop), length: lengthWords(Math.round((stop - start) / 60)) });

const SIZED = /^([hmftug]\d+|b\d|of\d)$/;
/** The classes that the server would give: from where, and how high, to the minute. */
export function put(element, at, seconds) {
  element.classList.remove(...[...element.classList].filter((name) => SIZED.test(name)));
  const counted = ([hours, fives, ones], amount) => {
    const minutes = Math.floor(amount / 60);
    return [`${hours}${Math.floor(minutes / 60)}`, `${fives}${Math.floor((minutes % 60) / 5)}`, `${ones}${minutes % 5}`];
  };
  element.classList.add(...counted("hmf", at), ...counted("tug", seconds), "b0", "of1");
}
