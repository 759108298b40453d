// Without a mouse: Alt+←/→ moves the task at the cursor by a day, Alt+PageUp/PageDown by a week; Alt+Shift+←/→ moves the day on which
// it is due, Alt+,/. the one on which it begins; Alt+Backspace clears both. ←/→ look at earlier and later days.
import { announce, isTyping } from "../dom.js";
import { hold, put, release, save } from "./bars.js";
import { root, scroller, timeOf, words } from "./days.js";
import { more } from "./going.js";
import { reveal, scrollTime } from "./seeing.js";

const PAUSE = 700;
const pending = new Map(); // By id of the row: what was, what is to be. Several presses are one change and one Undo.

const TODAY = () => Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000);

const plus = (day, step) => (day === null ? null : day + step);
const ACTS = {
  move: ({ start, due }, step) => ({ start: plus(start, step), due: plus(due, step) }),
  due: ({ start, due }, step) => ({ start: start ?? due, due: Math.max(start ?? due, (due ?? start) + step) }),
  start: ({ start, due }, step) => ({ start: Math.min(due ?? Infinity, (start ?? due) + step), due }),
  clear: () => ({ start: null, due: null }),
};

function meantBy({ key, code, shiftKey }) {
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (side) return [shiftKey ? "due" : "move", side];
  if (!shiftKey && { PageUp: 1, PageDown: 1 }[key]) return ["move", key === "PageUp" ? -7 : 7];
  if (code === "Comma" || code === "Period") return ["start", code === "Comma" ? -1 : 1];
  return key === "Backspace" ? ["clear", 0] : null;
}

function change(row, [act, step]) {
  const now = timeOf(row);
  const none = now.start === null && now.due === null;
  const after = none && act !== "clear" ? { start: null, due: TODAY() } : ACTS[act](now, step);
  const change = pending.get(row.id) ?? { before: now };
  pending.set(row.id, change);
  hold(change);
  put(row, after);
  if (after.start !== null || after.due !== null) reveal(after);
  const title = row.querySelector("[data-open]").title;
  announce(root().dataset.moved.replace("{title}", title).replace("{days}", words(after)));
  clearTimeout(change.timer);
  change.timer = setTimeout(() => send(row.id), PAUSE);
}

function send(id) {
  const change = pending.get(id);
  const row = document.getElementById(id);
  pending.delete(id);
  clearTimeout(change.timer);
  if (row) save(row, change.before, timeOf(row));
  release(change);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTyping() || !scroller()) return;
  if (document.querySelector("dialog[open], .pop:popover-open")) return;
  const row = document.activeElement?.closest("#timeline [data-row]");
  const meant = row && event.altKey && meantBy(event);
  if (meant) {
    event.preventDefault();
    if (row.dataset.daysUrl) change(row, meant);
    return;
  }
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!side || event.altKey || !(row || document.activeElement === scroller() || document.activeElement === document.body)) return;
  event.preventDefault();
  if (!scrollTime(side * (event.shiftKey ? 1 : 0.25))) more();
});
document.addEventListener("focusout", ({ target }) => {
  const row = target.closest?.("#timeline [data-row]");
  if (row && pending.has(row.id)) send(row.id);
});
addEventListener("pagehide", () => [...pending.keys()].forEach(send));
