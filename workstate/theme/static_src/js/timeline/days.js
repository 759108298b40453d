// Days as whole numbers since 1970, and where they stand on the timeline that is shown.
const DAY = 86400000;
const NARROWEST = 12; // As in layouts/timeline/pen.py, where bars are drawn first.
const OPEN_DAYS = 14;

export const root = () => document.getElementById("timeline");
export const scroller = () => document.getElementById("timeline-scroll");
export const sheet = () => document.getElementById("timeline-sheet");
export const dayWidth = () => Number(root().dataset.dayWidth);

export const numberOf = (iso) => (iso ? Math.round(Date.parse(iso) / DAY) : null);
export const isoOf = (day) => (day === null ? "" : new Date(day * DAY).toISOString().slice(0, 10));
export const xOf = (day) => (day - numberOf(root().dataset.first)) * dayWidth();

/** Where the days begin, beside the names, in the window. */
export const leftEdge = () => document.getElementById("timeline-ground").getBoundingClientRect().left;
/** The day under a place in the window, with its part. */
export const dayAt = (clientX) => numberOf(root().dataset.first) + (clientX - leftEdge()) / dayWidth();
/** How wide the names stand over the days. */
export const namesWidth = () => leftEdge() - sheet().getBoundingClientRect().left;

const said = (day) => new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(day * DAY);

/** The days in words: of one the day, of none that there are none. */
export function words({ start, due }) {
  if (start === null && due === null) return root().dataset.noDays;
  if (start === null || due === null || start === due) return said(due ?? start) + (due === null ? " …" : "");
  return `${said(start)} – ${said(due)}`;
}

/** When the task of a row is, as the page shows it. */
export const timeOf = (row) => ({ start: numberOf(row.dataset.start), due: numberOf(row.dataset.due) });
export const sameTime = (one, other) => one.start === other.start && one.due === other.due;

/** Where a bar stands that says so. */
export function extentOf({ start, due }) {
  const first = Math.min(start ?? due, due ?? start);
  const days = due === null ? OPEN_DAYS : Math.max(start ?? due, due) - first + 1;
  const width = days * dayWidth();
  const more = Math.max(0, NARROWEST - width);
  return { x: xOf(first) - Math.floor(more / 2), width: width + more };
}
