// A click on an empty place of a day adds a task there; by the clock the pointer may be drawn over the time that it takes.
import { make } from "../dom.js";
import { add } from "./adding.js";
import { byClock, calendar, clockWords, DAY, minuteAt, put, SHORTEST, SNAP } from "./grid.js";

let drawn = null;
const HELD = "a, button, input, textarea, .cal-item, .cal-strip";

document.addEventListener("pointerdown", (event) => {
  const column = event.target.closest?.("#calendar[data-adds] [data-hours]");
  if (!column || event.button || event.pointerType === "touch" || event.target.closest("a, button, .cal-item")) return;
  event.preventDefault(); // Marks no text.
  column.focus({ preventScroll: true });
  const minute = Math.floor(minuteAt(column, event.clientY) / SNAP) * SNAP;
  drawn = { column, from: minute, to: minute, y: event.clientY, slot: make("div", { className: "cal-slot" }) };
});

document.addEventListener("pointermove", ({ clientY }) => {
  if (!drawn || Math.abs(clientY - drawn.y) < 5) return;
  const { column, from, slot } = drawn;
  const at = minuteAt(column, clientY);
  drawn.to = at >= from ? Math.ceil(at / SNAP) * SNAP : Math.floor(at / SNAP) * SNAP;
  const [first, last] = [Math.min(from, drawn.to), Math.max(from + (at < from ? SNAP : 0), drawn.to)];
  Object.assign(drawn, { first, lasts: Math.min(last, DAY) - first });
  put(slot, first, drawn.lasts);
  slot.textContent = `${clockWords(first)}–${clockWords(last % DAY)}`;
  if (!slot.isConnected) column.append(slot);
});

document.addEventListener("pointerup", () => {
  if (!drawn) return;
  const { column, from, first, lasts, slot } = drawn;
  drawn = null;
  const box = slot.isConnected ? slot.getBoundingClientRect() : null;
  slot.remove();
  // Not before the pointer is up: that closes what stands open.
  setTimeout(add, 0, { day: column.dataset.hours, minute: lasts ? first : Math.floor(from / SHORTEST) * SHORTEST, lasts, beside: box ?? column });
});
document.addEventListener("pointercancel", () => {
  drawn?.slot.remove();
  drawn = null;
});

document.addEventListener("click", (event) => {
  if (!calendar() || !("adds" in calendar().dataset) || event.defaultPrevented || event.target.closest(HELD)) return;
  const cell = event.target.closest("#calendar [data-day]");
  const column = event.pointerType === "touch" && event.target.closest("#calendar [data-hours]");
  if (cell && (byClock() || innerWidth >= 768)) add({ day: cell.dataset.day, beside: cell });
  else if (column) add({ day: column.dataset.hours, minute: Math.floor(minuteAt(column, event.clientY) / SHORTEST) * SHORTEST, beside: column });
});
