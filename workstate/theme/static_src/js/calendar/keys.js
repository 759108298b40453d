// The calendar by keys: arrows go through days, hours and tasks, Alt+arrows move the task, Alt+Shift+arrows change how long it takes.
import { isTyping } from "../dom.js";
import { add } from "./adding.js";
import { calendar, cellOf, planOf } from "./grid.js";
import { move } from "./sending.js";
import { nudge, stretchBy } from "./nudging.js";
import { go, reach, slotMinute, step } from "./walking.js";

const PLACES = "#cal-grid [data-row], #cal-grid [data-day], #cal-grid [data-hours]";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const rightToLeft = () => document.documentElement.dir === "rtl";

function arrow(event, place) {
  let [x, y] = ARROWS[event.key];
  if (rightToLeft()) x = -x;
  const item = place.matches("[data-row]") ? place : null;
  if (!event.altKey) return !event.shiftKey && step(place, x, y);
  if (!item?.matches("[data-moves]")) return Boolean(item); // Alt+← would leave the page.
  return event.shiftKey ? stretchBy(item, x, y) : nudge(item, x, y);
}

function addAt(place) {
  if (!("adds" in calendar().dataset)) return false;
  const day = place?.closest("[data-day], [data-hours]");
  if (!day) return add({ day: calendar().dataset.on, beside: cellOf(calendar().dataset.on) ?? calendar() });
  const plan = place.matches("[data-row]") ? planOf(place) : { minute: null };
  const minute = day.dataset.hours ? (plan.minute ?? slotMinute()) : null;
  return add({ day: day.dataset.day ?? day.dataset.hours, minute, beside: day });
}

const press = (id) => {
  const link = document.getElementById(id);
  if (!link?.href) return false;
  reach(link.href, id === "cal-today");
  link.click();
  return true;
};

function key(event) {
  const place = document.activeElement?.closest(PLACES);
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
  if (event.key in ARROWS && place && !event.ctrlKey && !event.metaKey) return arrow(event, place);
  if (event.key === "Backspace" && event.altKey && place?.matches("[data-moves]")) return Boolean(move(place, null));
  if (event.key === "PageUp" && plain) return press("cal-previous");
  if (event.key === "PageDown" && plain) return press("cal-following");
  if (event.key === "n" && plain) return addAt(place);
  if (!place || !plain || place.matches("[data-row]")) return false;
  if (event.key === "t") return press("cal-today");
  if (event.key === "Enter" && document.activeElement === place) {
    if (place.dataset.hours) return addAt(place);
    place.querySelector("[data-show-day]").click();
    return true;
  }
  if (event.key === "Home" || event.key === "End") {
    const here = [...place.parentElement.children].filter((one) => one.matches(place.dataset.hours ? "[data-hours]" : "[data-day]"));
    go(here.at(event.key === "Home" ? 0 : -1));
    return true;
  }
  return false;
}

// Ahead of the page's own keys: in a calendar arrows, t and n mean days.
document.addEventListener("keydown", (event) => {
  if (!calendar() || event.defaultPrevented || event.isComposing || isTyping()) return;
  if (document.querySelector("dialog[open], .pop:popover-open") || document.activeElement?.closest("#drawer")) return;
  if (event.key.length === 1 && document.documentElement.dataset.hotkeys === "off") return;
  if (!key(event)) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });
