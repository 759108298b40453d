// A month as a grid of buttons (ARIA grid): arrows move by days and weeks, Home and End within the week, Page Up and Down by
// months, with Shift by years. One day is in the tab order.
import { make, say } from "../dom.js";

const DAY = 86400000;
const at = (iso) => new Date(`${iso}T00:00Z`);
const iso = (day) => day.toISOString().slice(0, 10);
const plus = (day, count) => new Date(day.getTime() + count * DAY);

function inMonth(day, months) {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return plus(first, Math.min(day.getUTCDate(), last) - 1);
}

/** Draw the month of a day into the box; `press(iso)` says what the button of a day is. */
export function month(box, { today, chosen, first, press }) {
  const language = document.documentElement.lang || "en";
  const words = (day, options) => day.toLocaleDateString(language, { timeZone: "UTC", ...options });
  const weekday = (day) => (day.getUTCDay() + 6 - first) % 7;
  let cursor = at(chosen || today);
  let meant = "";

  const turn = (label, sign, months) =>
    make("button", { type: "button", className: "icon-btn", "aria-label": label, onclick: () => show(inMonth(cursor, months)) }, sign);
  const title = make("span", { className: "grow", id: `month-${Math.random().toString(36).slice(2)}`, "aria-live": "polite" });
  const head = make("div", { className: "datepick-head" }, title, turn(say("previousMonth"), "‹", -1), turn(say("nextMonth"), "›", 1));
  const grid = make("div", { className: "month-grid", role: "grid", "aria-labelledby": title.id });
  box.replaceChildren(head, grid);
  const row = (cells) => make("div", { className: "month-row", role: "row" }, ...cells);

  function cell(day) {
    const key = iso(day);
    const label = words(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const state = { tabIndex: key === iso(cursor) ? 0 : -1, "data-day": key, "aria-label": label, "aria-selected": String(key === chosen) };
    const made = make("button", { role: "gridcell", ...state, ...press(key) }, String(day.getUTCDate()));
    if (key === today) made.setAttribute("aria-current", "date");
    made.classList.toggle("is-meant", key === meant);
    made.classList.toggle("outside", day.getUTCMonth() !== cursor.getUTCMonth());
    return made;
  }

  function show(day, focus = false) {
    if (day.getUTCFullYear() < 1970 || day.getUTCFullYear() > 2199) return;
    cursor = day;
    title.textContent = words(day, { month: "long", year: "numeric" });
    const start = plus(inMonth(day, 0), 1 - day.getUTCDate());
    const corner = plus(start, -weekday(start));
    const week = (at, draw) => row([...Array(7).keys()].map((i) => draw(plus(corner, at * 7 + i))));
    const name = (one) => make("span", { role: "columnheader", "aria-label": words(one, { weekday: "long" }) }, words(one, { weekday: "narrow" }));
    grid.replaceChildren(week(0, name), ...[...Array(6).keys()].map((at) => week(at, cell)));
    if (focus) grid.querySelector(`[data-day="${iso(day)}"]`)?.focus();
  }

  grid.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday(cursor), End: 6 - weekday(cursor) };
    const months = { PageUp: event.shiftKey ? -12 : -1, PageDown: event.shiftKey ? 12 : 1 }[event.key];
    if (!(event.key in steps) && !months) return;
    event.preventDefault();
    event.stopPropagation();
    show(months ? inMonth(cursor, months) : plus(cursor, steps[event.key]), true);
  });
  show(cursor);
  const mean = (key) => {
    meant = key ?? "";
    show(key ? at(key) : cursor);
  };
  return { mean, focus: () => grid.querySelector("[tabindex='0']")?.focus() };
}
