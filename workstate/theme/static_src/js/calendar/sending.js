// Telling the server what was moved, one thing after the other; until it has answered, no news takes it back.
import { announce } from "../dom.js";
import { ask } from "../hours/holding.js";
import { between, calendar, cellOf, clockOf, columnOf, planOf, put, sentence, shifted, SHORTEST, whenWords } from "./grid.js";

/** Show an item at another place at once. Answers with what puts it back. */
export function show(item, { day, minute = null, lasts, first }) {
  const before = { parent: item.parentElement, next: item.nextElementSibling, classes: item.className, data: { ...item.dataset } };
  const focused = item.contains(document.activeElement);
  const timed = minute !== null && columnOf(day);
  const plan = planOf(item);
  // What takes several days keeps their number, and stands on the first of them.
  const from = first ?? (plan.first && day ? shifted(plan.first, between(plan.day, day)) : day);
  const home = timed ? timed.querySelector(".cal-blocks") : day && (cellOf(from) ?? cellOf(day))?.querySelector(".cal-lines");
  item.dataset.on = day ?? "";
  item.dataset.at = minute ?? "";
  item.dataset.first = from && day && from < day ? from : "";
  item.dataset.lasts = lasts;
  if (timed) {
    item.classList.remove("is-line", "is-loose", "goes-on", "goes-ahead");
    item.classList.add("is-block");
    put(item, minute, Math.max(SHORTEST, lasts));
    item.classList.toggle("is-short", lasts < 45);
  } else if (home && !item.matches(".is-line")) {
    item.classList.remove("is-block", "is-loose");
    item.classList.add("is-line", "w1");
  }
  if (home && home !== item.parentElement) home.append(item);
  if (focused) item.focus({ preventScroll: true });
  return () => {
    item.className = before.classes;
    Object.assign(item.dataset, before.data);
    before.parent.insertBefore(item, before.next?.parentElement === before.parent ? before.next : null);
  };
}

export const send = (url, values, putBack) => ask(`${url}schedule/`, values, putBack);

/** Move an item to a day and a minute (undefined: it keeps its time), or to no day; tell it, show it, send it. */
export function move(item, day, minute) {
  const plan = planOf(item);
  const values = { day: day ?? "" };
  if (day && minute !== undefined) values.time = minute === null ? "" : clockOf(minute);
  const putBack = day ? show(item, { day, minute: minute === undefined ? plan.minute : minute, lasts: plan.lasts }) : fade(item);
  announce(day ? sentence("Moved", { when: whenWords(day, minute === undefined ? plan.minute : minute) }) : calendar().dataset.sayUndated);
  return send(item.dataset.url, values, putBack);
}

function fade(item) {
  item.classList.add("is-away");
  return () => item.classList.remove("is-away");
}
