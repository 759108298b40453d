// A month as a grid of buttons (ARIA grid): arrows move by days and weeks, Home and End within the week, Page Up and Down by
// months, with Shift by years. One day is in the tab order.
import { say } from "../dom.js";

const DAY = 86400000;
const at = (iso) => new Date(`${iso}T00:00Z`);
const iso = (day) => day.toISOString().slice(0, 10);
const plus = (day, count) => new Date(day.getTime() + count * DAY);

function inMonth(day, months) {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return plus(first, Math.min(day.getUTCDate(), last) - 1);
}

/** Draw the month of a day into the box; `make(iso)` gives the attributes of a day's button. */
export function month(box, { today, chosen, first, make }) {
  const language = document.documentElement.lang || "en";
  const words = (day, options) => day.toLocaleDateString(language, { timeZone: "UTC", ...options });
  const weekday = (day) => (day.getUTCDay() + 6 - first) % 7;
  let cursor = at(chosen || today);
  let meant = "";

  const button = (className, label, text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className, textContent: text });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const head = Object.assign(document.createElement("div"), { className: "datepick-head" });
  const title = Object.assign(document.createElement("span"), { className: "grow", id: `month-${Math.random().toString(36).slice(2)}` });
  title.setAttribute("aria-live", "polite");
  head.append(title, button("icon-btn", say("previousMonth"), "‹", () => show(inMonth(cursor, -1))), button("icon-btn", say("nextMonth"), "›", () => show(inMonth(cursor, 1))));
  const grid = Object.assign(document.createElement("div"), { className: "month-grid" });
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-labelledby", title.id);
  box.replaceChildren(head, grid);

  function row(cells, role) {
    const line = Object.assign(document.createElement("div"), { className: "month-row" });
    line.setAttribute("role", "row");
    for (const cell of cells) cell.setAttribute("role", role);
    line.append(...cells);
    return line;
  }

  function cell(day) {
    const key = iso(day);
    const made = Object.assign(document.createElement("button"), { textContent: day.getUTCDate(), tabIndex: key === iso(cursor) ? 0 : -1, ...make(key) });
    made.dataset.day = key;
    made.setAttribute("aria-label", words(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }));
    made.setAttribute("aria-selected", String(key === chosen));
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
    const names = [...Array(7).keys()].map((i) => {
      const name = Object.assign(document.createElement("span"), { textContent: words(plus(corner, i), { weekday: "narrow" }) });
      name.setAttribute("aria-label", words(plus(corner, i), { weekday: "long" }));
      return name;
    });
    const weeks = [0, 1, 2, 3, 4, 5].map((week) => row([...Array(7).keys()].map((i) => cell(plus(corner, week * 7 + i))), "gridcell"));
    grid.replaceChildren(row(names, "columnheader"), ...weeks);
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
