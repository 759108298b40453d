// Durations as people type them, so that totals move with the typing. The server is the judge (core/durations.py): what is not
// read here may still be one.
const NUMBER = "(\\d+(?:[.,]\\d+)?|[.,]\\d+)";
const CLOCK = /^(\d{0,5}):([0-5]\d)(?::([0-5]\d))?$/;
const PLAIN = new RegExp(`^${NUMBER}$`);
const UNITS = new RegExp(`^(?:${NUMBER} ?h(?:r|rs|our|ours)?)? ?(?:${NUMBER} ?(?:m|min|mins|minutes?)?)?$`);
const value = (text) => Number((text ?? "0").replace(",", "."));

/** Seconds, undefined for what cannot be read. */
export function read(text) {
  const plain = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (/^[-–—]?$/.test(plain)) return 0;
  const clock = CLOCK.exec(plain);
  if (clock) return Number(clock[1] || 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  if (PLAIN.test(plain)) return Math.round(value(plain) * 3600);
  const units = UNITS.exec(plain);
  return units ? Math.round(value(units[1]) * 3600 + value(units[2]) * 60) : undefined;
}

/** 1:24, as the server prints it: seconds are dropped. */
export function format(seconds) {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
