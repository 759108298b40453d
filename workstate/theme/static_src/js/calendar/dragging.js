// Items are dragged to a day, to an hour, or to the side, where they have no day: with the mouse at once, with a finger after it has
// rested for a moment. Esc puts everything back.
import { make } from "../dom.js";
import { between, byClock, clamp, clockWords, DAY, list, planOf, put, shifted, SHORTEST, SNAP, snapped, spotAt, whenWords } from "./grid.js";
import { edges } from "./edges.js";
import { hold, letGo, move } from "./sending.js";

const REST = 260;
const SLIP = 5;
let press = null;
let drag = null;

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("#calendar [data-moves]");
  if (!item || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("button, input, textarea, [data-stretch]")) return;
  cancel();
  press = { item, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
  if (press.touch) press.timer = setTimeout(() => press && lift(), REST);
});

function lift() {
  const { item, x, y } = press;
  const plan = planOf(item);
  const from = spotAt(x, y);
  // What is grabbed in its middle stays in the hand by its middle.
  const grabbed = from?.day && plan.day ? { days: between(plan.day, from.day), minutes: from.minute !== null && plan.minute !== null ? from.minute - plan.minute : 0 } : { days: 0, minutes: 0 };
  drag = { item, plan, grabbed, ghost: make("div", { className: "cal-ghost" }), slot: make("div", { className: "cal-slot" }) };
  drag.ghost.append(item.querySelector(".cal-name a").textContent, make("small"));
  document.body.append(drag.ghost);
  document.body.classList.add("is-scheduling");
  item.classList.add("is-dragged");
  hold();
  navigator.vibrate?.(8);
  follow(x, y);
}

function follow(x, y) {
  drag.at = { x, y };
  drag.ghost.style.left = `${clamp(4, x + 12, innerWidth - 230)}px`;
  drag.ghost.style.top = `${y + 14}px`;
  const spot = spotAt(x, y);
  if (drag.spot?.place !== spot?.place) {
    drag.spot?.place.classList.remove("is-over");
    spot?.place.classList.add("is-over");
  }
  drag.spot = spot;
  drag.to = target(spot);
  const { day, minute } = drag.to ?? {};
  drag.ghost.lastChild.textContent = !drag.to ? "" : day ? whenWords(day, minute) : spot.place.getAttribute("aria-label");
  if (minute === null || minute === undefined || !byClock()) return drag.slot.remove();
  put(drag.slot, minute, Math.min(Math.max(SHORTEST, drag.plan.lasts), DAY - minute));
  drag.slot.textContent = clockWords(minute);
  spot.place.append(drag.slot);
}

/** Where the item would come to stand. */
function target(spot) {
  const { plan, grabbed } = drag;
  if (!spot) return null;
  if (spot.undated) return { day: null };
  if (spot.minute === null) {
    const day = byClock() ? spot.day : shifted(spot.day, -grabbed.days);
    return { day, minute: byClock() ? null : undefined };
  }
  const exact = spot.minute - (plan.minute === null ? SNAP / 2 : grabbed.minutes);
  return { day: spot.day, minute: snapped(exact) };
}

function drop() {
  const { item, plan, to } = drag;
  const same = to && to.day === plan.day && (to.minute === undefined || to.minute === plan.minute);
  if (to && !same) move(item, to.day, to.minute);
  end();
}

function end() {
  const { item, ghost, slot, spot } = drag;
  item.classList.remove("is-dragged");
  spot?.place.classList.remove("is-over");
  document.body.classList.remove("is-scheduling");
  ghost.remove();
  slot.remove();
  drag = null;
  letGo();
}

function cancel() {
  clearTimeout(press?.timer);
  press = null;
  if (drag) end();
}

document.addEventListener("pointermove", (event) => {
  const { clientX: x, clientY: y } = event;
  if (drag) return follow(x, y);
  if (!press || Math.hypot(x - press.x, y - press.y) <= SLIP) return;
  if (press.touch) return cancel(); // It scrolls.
  lift();
  follow(x, y);
});
document.addEventListener("pointerup", () => {
  clearTimeout(press?.timer);
  press = null;
  if (!drag) return;
  drop();
  // The click that ends a drag opens nothing.
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
});
const stop = (event) => {
  event.preventDefault();
  event.stopPropagation();
};
document.addEventListener("pointercancel", cancel);
document.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => (drag || press?.touch) && event.preventDefault());
document.addEventListener("dragstart", (event) => event.target.closest?.("#calendar [data-moves]") && event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drag) return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
}, { capture: true });
edges(() => drag?.at, () => drag && follow(drag.at.x, drag.at.y));
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => drag && ctx.target === list() && cancel());
