// What calendars by the clock share: days are ISO, minutes are counted, and words are those of the template.
export const calendar = () => document.getElementById("calendar");
/** What is drawn anew when other days are asked for, or something has changed. */
export const list = () => document.getElementById("task-list") ?? document.getElementById("time-days");
export const cellOf = (day) => document.getElementById(`day-${day}`);
export const columnOf = (day) => document.getElementById(`hours-${day}`);

export function shifted(day, by) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}
export const between = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / 864e5);
export const clamp = (least, value, most) => Math.max(least, Math.min(most, value));

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

/** A sentence of the template (data-say-…), filled in. */
export const sentence = (name, values) => (calendar().dataset[`say${name}`] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
