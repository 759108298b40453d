// The line that adds a task to a day, or an hour: the same as everywhere, beside the place that is meant.
import { place } from "../place.js";
import { calendar, clockOf, lengthWords, put, whenWords } from "./grid.js";

/** The line, taken from the page when it is first wanted. */
function panel() {
  const there = document.getElementById("cal-add");
  const here = document.getElementById("cal-add-here");
  if (there || !here) return there;
  const pop = here.content.firstElementChild.cloneNode(true);
  document.body.append(pop);
  window.htmx.process(pop);
  return pop;
}
let back = null;

const withDue = (address, due) => {
  const url = new URL(address, location.href);
  url.searchParams.set("due", due);
  return url.pathname + url.search;
};

/** A place by the clock, to stand beside. */
function rectOf(column, minute) {
  const mark = document.createElement("div");
  put(mark, minute, 30);
  column.append(mark);
  const box = mark.getBoundingClientRect();
  mark.remove();
  return box;
}

export function add({ day, minute = null, lasts = 0, beside }) {
  const pop = panel();
  if (!pop) return false;
  const form = pop.querySelector("[data-quick-add]");
  const field = form.querySelector("textarea");
  const due = minute === null ? day : `${day}T${clockOf(minute)}`;
  const action = withDue(pop.dataset.action, due);
  form.setAttribute("action", action);
  form.setAttribute("hx-post", action);
  form.dataset.previewUrl = withDue(pop.dataset.preview, due);
  pop.querySelector("[data-when]").textContent = whenWords(day, minute);
  back = document.activeElement?.closest("#cal-grid [tabindex]") ?? document.getElementById(`day-${day}`);
  const anchor = beside instanceof Element && minute !== null ? rectOf(beside, minute) : beside instanceof Element ? beside.getBoundingClientRect() : beside;
  const open = () => {
    if (!pop.matches(":popover-open")) pop.showPopover();
    place(pop, anchor);
    if (!field.value.trim() || /^ ~\S+$/.test(field.value)) field.value = lasts ? ` ~${lengthWords(lasts)}` : "";
    field.focus({ preventScroll: true });
    field.setSelectionRange(0, 0);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // What was just scrolled into sight says so with the next frame, and closes what stands open.
  requestAnimationFrame(() => requestAnimationFrame(open));
  return true;
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.closest?.("#cal-add") && ctx.response?.status < 300) document.getElementById("cal-add").hidePopover();
});
document.addEventListener("toggle", ({ target, newState }) => {
  if (target.id !== "cal-add" || newState !== "closed" || !calendar()) return;
  const again = back?.isConnected ? back : document.getElementById(back?.id);
  if (document.activeElement === document.body || target.contains(document.activeElement)) again?.focus({ preventScroll: true });
}, true);
