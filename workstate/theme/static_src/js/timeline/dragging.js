// Bars under the pointer: dragged whole, stretched at an end, drawn where there is none, let go over “No dates” to clear. A finger
// drags what it rested on; the sheet itself is dragged to look at other days.
import { make } from "../dom.js";
import { hold, put, release, save } from "./bars.js";
import { dayAt, dayWidth, root, sameTime, scroller, sheet, timeOf, words } from "./days.js";
import { meantBy, modeOf, under } from "./meaning.js";
import { seenLeft } from "./seeing.js";

const SLIP = 4;
const LONG = 320;
const EDGE = 48;
let drag = null;

document.addEventListener("pointerdown", (event) => {
  dragged = false;
  if (event.button || drag || !event.target.closest?.("#timeline-sheet")) return;
  if (event.shiftKey || event.ctrlKey || event.metaKey) return; // That selects.
  const target = under(event);
  const row = target.closest("[data-row]");
  const touch = event.pointerType === "touch";
  const mode = modeOf(target, row, touch);
  if (!mode) return;
  const before = row && timeOf(row);
  drag = { mode, row, before, after: before, x: event.clientX, y: event.clientY, at: dayAt(event.clientX), id: event.pointerId, none: null, begun: false };
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

function follow({ x, y }) {
  if (drag.mode === "pan") return;
  const none = (drag.mode === "move" && document.elementFromPoint(x, y)?.closest("[data-undated]")) || null;
  if (drag.none !== none) {
    drag.none?.classList.remove("is-drop");
    none?.classList.add("is-drop");
    drag.none = none;
  }
  const after = meantBy(drag);
  if (!sameTime(after, drag.after)) put(drag.row, (drag.after = after));
  const at = sheet().getBoundingClientRect();
  drag.tag.textContent = words(after);
  drag.tag.style.left = `${x - at.left + 14}px`;
  drag.tag.style.top = `${Math.max(0, y - at.top - 30)}px`;
}

function scrollAtEdge() {
  const box = scroller().getBoundingClientRect();
  const step = drag.x > box.right - EDGE ? 1 : drag.x < seenLeft() + EDGE && drag.x > seenLeft() - EDGE / 2 ? -1 : 0;
  const down = drag.y > box.bottom - EDGE ? 1 : drag.y < box.top + EDGE + 48 ? -1 : 0;
  if (drag.mode !== "place" || drag.x > seenLeft()) scroller().scrollLeft += step * Math.max(6, dayWidth() / 4);
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

let dragged = false; // Since the pointer went down.
function stop(keep = false) {
  if (!drag) return;
  const { begun, mode, row, before, after, tag, none, timer, ticking } = drag;
  clearTimeout(timer);
  clearInterval(ticking);
  const reason = drag;
  drag = null;
  if (!begun) return;
  dragged = true;
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
  if (!event.target.closest?.("#timeline-sheet") || event.detail === 0 || event.defaultPrevented) return; // A key is no drag; what selects opens nothing.
  if (dragged) {
    event.preventDefault();
    event.stopPropagation();
  } else if (under(event).closest("[data-bar]")) under(event).closest("[data-row]").querySelector("[data-open]").click();
}, { capture: true });
