// The lower edge of a block says how long it takes; the edges of a line, on which day it begins and on which it is due.
import { announce } from "../dom.js";
import { gesture } from "../hours/gesture.js";
import { between, cellOf, DAY, lengthWords, planOf, put, sentence, SHORTEST, SNAP, spotAt, whenWords } from "./grid.js";
import { send, show } from "./sending.js";

let stretch = null;

gesture({
  rests: false,
  takes: ({ target }) => target.closest("#calendar [data-stretch]"),
  lift({ item: edge }) {
    const item = edge.closest("[data-moves]");
    stretch = { item, plan: planOf(item), end: edge.dataset.stretch, classes: item.className, values: null };
    item.classList.add("is-stretched");
    return stretch;
  },
  follow({ item, plan }, { x, y }) {
    const spot = spotAt(x, y);
    if (plan.minute !== null && item.matches(".is-block")) byTheClock(y);
    else if (spot?.day) byDays(spot.day);
  },
  drop({ item, plan, values, classes }) {
    stretch.isNew = values && values.minutes !== plan.lasts && (values.day !== plan.day || values.start !== (plan.first ?? ""));
    if (stretch.isNew) lengthen(item, values, () => (item.className = classes));
  },
  end({ item, classes, isNew }) {
    if (isNew) item.classList.remove("is-stretched");
    else item.className = classes;
    delete item.dataset.length;
    stretch = null;
  },
});

function byTheClock(y) {
  const { item, plan } = stretch;
  const column = item.closest("[data-hours]").getBoundingClientRect();
  const end = Math.round(((y - column.top) / column.height) * (DAY / SNAP)) * SNAP;
  const lasts = Math.max(SNAP, Math.min(end, DAY) - plan.minute);
  put(item, plan.minute, Math.max(SHORTEST, lasts));
  item.dataset.length = lengthWords(lasts);
  stretch.values = { minutes: lasts };
}

function byDays(day) {
  const { item, plan, end } = stretch;
  const first = plan.first ?? plan.day;
  const [from, due] = end === "start" ? [day < plan.day ? day : plan.day, plan.day] : [first, day > first ? day : first];
  item.dataset.length = whenWords(end === "start" ? from : due);
  drawn(item, from, due);
  stretch.values = { day: due, start: from < due ? from : "" };
}

/** Show a line from its first day to its last, as far as one row of days reaches. */
function drawn(item, from, due) {
  const row = item.closest(".cal-row, .cal-clocks");
  const days = [...row.querySelectorAll("[data-day]")].map((cell) => cell.dataset.day);
  const first = from < days[0] ? days[0] : from;
  const last = due > days.at(-1) ? days.at(-1) : due;
  if (first > last) return;
  item.classList.remove(...[...item.classList].filter((name) => /^w\d$/.test(name)));
  item.classList.add(`w${between(first, last) + 1}`);
  const home = cellOf(first).querySelector(".cal-lines");
  if (home !== item.parentElement) home.prepend(item);
}

// A click on an edge opens nothing.
document.addEventListener("click", (event) => event.target.closest?.("#calendar [data-stretch]") && event.preventDefault(), { capture: true });

/** Tell and send a new length, in minutes or in days. */
function lengthen(item, values, putBack) {
  if (values.minutes) {
    const { day, minute } = planOf(item);
    putBack ??= show(item, { day, minute, lasts: values.minutes });
    item.dataset.lasts = values.minutes;
    announce(sentence("Lasts", { length: lengthWords(values.minutes) }));
  } else {
    const { on, first } = item.dataset;
    const putClasses = putBack;
    putBack = () => {
      putClasses();
      Object.assign(item.dataset, { on, first });
    };
    Object.assign(item.dataset, { on: values.day, first: values.start });
    announce(sentence("Until", { first: whenWords(values.start || values.day), last: whenWords(values.day) }));
  }
  return send(item.dataset.url, values, putBack);
}
