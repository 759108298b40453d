// The calendar of time by keys: arrows go through hours and entries, Alt+arrows move an entry by a quarter of an hour or a day,
// Alt+Shift+↑↓ its end, Alt+Shift+←→ its beginning; letters as in every list.
import { isTyping } from "../dom.js";
import { ask } from "../hours/holding.js";
import { calendar } from "../hours/words.js";
import { instantAt } from "./axis.js";
import { addAt } from "./drawing.js";
import { nudge } from "./nudging.js";
import { openEntry, openMenu } from "./opening.js";
import { go, slotAt, step, turn } from "./walking.js";

const PLACES = "#cal-grid [data-row], #cal-grid [data-day], #cal-grid [data-hours]";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const urlOf = (item) => item.querySelector("[data-opens]").dataset.opens;

function addHere(place) {
  const column = place?.closest("[data-hours]");
  if (column) addAt(instantAt(column, place.matches("[data-row]") ? Number(place.dataset.at) : slotAt()));
  else document.getElementById("tc-new").click();
  return true;
}

const ACTS = {
  Enter: openEntry,
  c: (item) => item.dataset.stop && ask(`${item.dataset.url}continuation/`, {}),
  y: (item) => "running" in item.dataset || ask(`${item.dataset.url}copy/`, {}),
  x: (item) => "closed" in item.dataset || ask(`${urlOf(item)}split/`, {}),
  "#": (item) => "closed" in item.dataset || ask(item.dataset.url, { _method: "DELETE" }),
  Delete: (item) => ACTS["#"](item),
  ContextMenu: (item) => openMenu(item),
};

function key(event) {
  const place = document.activeElement?.closest(PLACES);
  const item = place?.matches("[data-row]") ? place : null;
  if (event.ctrlKey || event.metaKey) return false;
  if (event.key in ARROWS && place) {
    let [x, y] = ARROWS[event.key];
    if (document.documentElement.dir === "rtl") x = -x;
    if (event.altKey) return item ? nudge(item, x, y, event.shiftKey) : false;
    return !event.shiftKey && step(place, x, y);
  }
  if (event.altKey) return false;
  if (event.key === "PageUp" || event.key === "PageDown") return turn(event.key === "PageUp" ? -1 : 1);
  if (event.key === "n") return addHere(place);
  if (event.key === "t") return turn(0);
  if (item && document.activeElement === item && event.key in ACTS) return ACTS[event.key](item) ?? true;
  if (event.key === "F10" && event.shiftKey && item) return openMenu(item) ?? true;
  if (!place || document.activeElement !== place || item) return false;
  if (event.key === "Enter") return place.dataset.hours ? addHere(place) : (place.querySelector("[data-show-day]").click() ?? true);
  if (event.key !== "Home" && event.key !== "End") return false;
  const here = [...place.parentElement.children].filter((one) => one.matches(place.dataset.hours ? "[data-hours]" : "[data-day]"));
  return go(here.at(event.key === "Home" ? 0 : -1));
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
