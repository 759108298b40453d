// A task moved by keys, a day or a quarter of an hour at a time. What is pressed in one go is sent as one act, with one Undo.
import { announce } from "../dom.js";
import { byClock, cellOf, clamp, clockOf, columnOf, DAY, lengthWords, planOf, sentence, shifted, SNAP, whenWords } from "./grid.js";
import { hold, letGo } from "../hours/holding.js";
import { send, show } from "./sending.js";
import { ask } from "./walking.js";

const PAUSE = 600;
let moving = null;

/** Send what the keys have come to. */
function flush() {
  if (!moving) return;
  const { item, values, putBack, timer } = moving;
  clearTimeout(timer);
  moving = null;
  const sent = send(item.dataset.url, values, putBack);
  letGo();
  const { day } = planOf(item);
  if (day && !cellOf(day)) sent.then(() => ask(day, { id: item.id }));
}
addEventListener("pagehide", flush);
document.addEventListener("focusout", ({ target }) => moving?.item === target && setTimeout(() => moving && document.activeElement !== moving.item && flush()));

function collect(item, values, plan) {
  if (moving && moving.item !== item) flush();
  if (!moving) hold();
  clearTimeout(moving?.timer);
  const first = moving?.putBack;
  const back = show(item, plan);
  moving = { item, values: { ...moving?.values, ...values }, putBack: first ?? back, timer: setTimeout(flush, PAUSE) };
  if (plan.day && !cellOf(plan.day)) flush();
  return true;
}

export function nudge(item, x, y) {
  const plan = planOf(item);
  if (!plan.day) return true;
  if (x || !byClock()) {
    const day = shifted(plan.day, x + 7 * y);
    announce(sentence("Moved", { when: whenWords(day, plan.minute) }));
    return collect(item, { day }, { ...plan, day, first: undefined });
  }
  // By the clock what has no time gets one when it is moved down, and what is moved up from midnight has none any more.
  const minute = plan.minute === null ? (y > 0 ? 9 * 60 : null) : plan.minute + y * SNAP;
  if (minute === null || minute >= DAY) return true;
  const at = minute < 0 ? null : clamp(0, Math.round(minute / SNAP) * SNAP, DAY - SNAP);
  announce(sentence("Moved", { when: whenWords(plan.day, at) }));
  return collect(item, { day: plan.day, time: at === null ? "" : clockOf(at) }, { ...plan, minute: at });
}

export function stretchBy(item, x, y) {
  const plan = planOf(item);
  if (!plan.day) return true;
  if (y && columnOf(plan.day) && plan.minute !== null) {
    const lasts = clamp(SNAP, Math.round((plan.lasts + y * SNAP) / SNAP) * SNAP, DAY - plan.minute);
    announce(sentence("Lasts", { length: lengthWords(lasts) }));
    return collect(item, { minutes: lasts }, { ...plan, lasts });
  }
  if (!x || plan.minute !== null) return true;
  const first = plan.first ?? plan.day;
  const day = shifted(plan.day, x);
  if (day < first) return true;
  announce(sentence("Until", { first: whenWords(first), last: whenWords(day) }));
  const days = Math.min(7, Math.round((Date.parse(day) - Date.parse(first)) / 864e5) + 1);
  item.classList.remove("w1", "w2", "w3", "w4", "w5", "w6", "w7");
  const done = collect(item, { day, start: day > first ? first : "" }, { ...plan, day, first });
  item.classList.add(`w${days}`);
  return done;
}
