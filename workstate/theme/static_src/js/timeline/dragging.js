// Bars under the pointer: dragged whole, stretched at an end, drawn where there is none, let go over “No dates” to clear. A finger
// drags what it rested on; the sheet itself is dragged to look at other days.
import { make } from "../dom.js";
import { hold, put, release, save } from "./bars.js";
import { dayAt, dayWidth, leftEdge, root, sameTime, scroller, sheet, timeOf, words } from "./days.js";

const SLIP = 4;
const LONG = 320;
const EDGE = 48;
let drag = null;

function modeOf(target, row, touch) {
  if (target.closest("[data-knot]")) return null;
  const editable = row?.dataset.daysUrl !== undefined;
  const bar = target.closest("[data-bar]");
  if (bar && editable) return target.closest("[data-end]")?.dataset.end ?? "move";
  const undated = editable && !row.dataset.start && !row.dataset.due;
  if (undated && target.closest(".tl-name") && !target.closest("button, input")) return "place";
  if (!target.closest("[data-lane]") && !target.closest(".tl-axis")) return null;
  return undated ? "draw" : touch ? null : "pan";
}

document.addEventListener("pointerdown", (event) => {
  if (event.button || drag || !event.target.closest?.("#timeline-sheet")) return;
  if (event.shiftKey || event.ctrlKey || event.metaKey) return; // That selects.
  const row = event.target.closest("[data-row]");
  const touch = event.pointerType === "touch";
  const mode = modeOf(event.target, row, touch);
  if (!mode) return;
  const before = row && timeOf(row);
  drag = { mode, row, before, after: before, x: event.clientX, y: event.clientY, at: dayAt(event.clientX), left: scroller().scrollLeft, id: event.pointerId, none: null, begun: false };
  if (touch) drag.timer = setTimeout(begin, LONG);
});

function begin() {
  drag.begun = true;
  hold(drag);
  root().classList.add("is-dragging");
  if (drag.mode === "pan") return;
  drag.row.querySelector("[data-bar]")?.classList.add("is-dragged");
  drag.tag = make("div", { className: "tl-tag" });
  sheet().append(drag.tag);
  drag.ticking = setInterval(scrollAtEdge, 30);
  follow(drag);
}

/** The days that the pointer means. */
function meant() {
  const { mode, before, at, x } = drag;
  const here = dayAt(x);
  const step = Math.round(here - at);
  const { start, due } = before;
  if (drag.none) return { start: null, due: null };
  if (mode === "move") return { start: start === null ? null : start + step, due: due === null ? null : due + step };
  if (mode === "start") return { start: due === null ? start + step : Math.min((start ?? due) + step, due), due };
  if (mode === "due") {
    const first = start ?? due;
    return { start: step || start !== null ? first : null, due: Math.max(first, (due ?? first + 13) + step) };
  }
  if (mode === "place") return x < leftEdge() || x < seenFrom() ? before : { start: null, due: Math.floor(here) };
  const [from, to] = [Math.floor(at), Math.floor(here)].sort((a, b) => a - b);
  return from === to ? { start: null, due: from } : { start: from, due: to };
}
const seenFrom = () => scroller().getBoundingClientRect().left + (leftEdge() - sheet().getBoundingClientRect().left);

function follow({ x, y }) {
  if (drag.mode === "pan") return;
  const none = (drag.mode === "move" && document.elementFromPoint(x, y)?.closest("[data-undated]")) || null;
  if (drag.none !== none) {
    drag.none?.classList.remove("is-drop");
    none?.classList.add("is-drop");
    drag.none = none;
  }
  const after = meant();
  if (!sameTime(after, drag.after)) put(drag.row, (drag.after = after));
  const at = sheet().getBoundingClientRect();
  drag.tag.textContent = words(after);
  drag.tag.style.left = `${x - at.left + 14}px`;
  drag.tag.style.top = `${Math.max(0, y - at.top - 30)}px`;
}

function scrollAtEdge() {
  const box = scroller().getBoundingClientRect();
  const step = drag.x > box.right - EDGE ? 1 : drag.x < seenFrom() + EDGE && drag.x > seenFrom() - EDGE / 2 ? -1 : 0;
  const down = drag.y > box.bottom - EDGE ? 1 : drag.y < box.top + EDGE + 48 ? -1 : 0;
  if (drag.mode !== "place" || drag.x > seenFrom()) scroller().scrollLeft += step * Math.max(6, dayWidth() / 4);
  scroller().scrollTop += down * 6;
  if (step || down) follow(drag);
}

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
  if (!drag.begun) {
    if (drag.timer) return far > 10 && stop(); // It was the beginning of a scroll.
    if (far < SLIP) return;
    begin();
  }
  const dx = event.clientX - drag.x;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  if (drag.mode === "pan") scroller().scrollLeft -= dx;
  follow(drag);
});
document.addEventListener("touchmove", (event) => drag?.begun && event.preventDefault(), { passive: false });
document.addEventListener("dragstart", (event) => event.target.closest?.("#timeline-sheet") && event.preventDefault());

let ended = 0;
function stop(keep = false) {
  if (!drag) return;
  const { begun, mode, row, before, after, tag, none, timer, ticking } = drag;
  clearTimeout(timer);
  clearInterval(ticking);
  const reason = drag;
  drag = null;
  if (!begun) return;
  ended = performance.now();
  root().classList.remove("is-dragging");
  tag?.remove();
  none?.classList.remove("is-drop");
  row?.querySelector("[data-bar]")?.classList.remove("is-dragged");
  if (mode !== "pan") {
    if (keep) save(row, before, after);
    else put(row, before);
  }
  release(reason);
}
document.addEventListener("pointerup", (event) => event.pointerId === drag?.id && stop(true));
document.addEventListener("pointercancel", (event) => event.pointerId === drag?.id && stop());
addEventListener("blur", () => stop());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drag?.begun) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  stop();
}, { capture: true });
document.addEventListener("contextmenu", (event) => drag && event.preventDefault());

// The click that ends a drag is none; another on a bar opens its task.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#timeline-sheet")) return;
  if (performance.now() - ended < 60) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.target.closest("[data-bar]")) event.target.closest("[data-row]").querySelector("[data-open]").click();
}, { capture: true });
