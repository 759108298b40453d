// Something is taken, carried and put down: with the mouse at once, with a finger after it has rested for a moment. Esc lets it go.
import { edges } from "./edges.js";
import { hold, letGo } from "./holding.js";
import { list } from "./words.js";

const REST = 260;
const SLIP = 5;
let press = null;
let carried = null; // {kind, drag, x, y}
const kinds = [];

/**
 * Let what the kind's `takes` answers for an event be carried: `lift` answers with what the others are given, null for nothing;
 * `follow` goes with the pointer, `drop` puts down, `end` cleans up in any case. `rests: false` takes a finger at its word.
 */
export const gesture = (kind) => kinds.push(kind);

document.addEventListener("pointerdown", (event) => {
  if (!(event.target instanceof Element) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  for (const kind of kinds) {
    const item = kind.takes(event);
    if (!item) continue;
    cancel();
    press = { kind, item, x: event.clientX, y: event.clientY, alt: event.altKey, touch: event.pointerType === "touch" && kind.rests !== false };
    if (press.touch) press.timer = setTimeout(() => press && lift(), REST);
    return;
  }
});

function lift() {
  const { kind, x, y } = press;
  const drag = kind.lift(press);
  if (!drag) return void (press = null);
  carried = { kind, drag, x, y, alt: press.alt };
  hold();
  navigator.vibrate?.(8);
  follow();
}
const follow = () => carried.kind.follow(carried.drag, carried);

function end() {
  const { kind, drag } = carried;
  carried = null;
  kind.end(drag);
  letGo();
}

export function cancel() {
  clearTimeout(press?.timer);
  press = null;
  if (carried) end();
}

document.addEventListener("pointermove", (event) => {
  const { clientX: x, clientY: y, altKey: alt } = event;
  if (!carried) {
    if (!press || Math.hypot(x - press.x, y - press.y) <= SLIP) return;
    if (press.touch) return cancel(); // It scrolls.
    lift();
  }
  if (!carried) return;
  Object.assign(carried, { x, y, alt });
  follow();
});
document.addEventListener("pointerup", () => {
  clearTimeout(press?.timer);
  press = null;
  if (!carried) return;
  carried.kind.drop(carried.drag);
  end();
  // The click that ends a drag opens nothing.
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
});
const stop = (event) => (event.preventDefault(), event.stopPropagation());
document.addEventListener("pointercancel", cancel);
document.addEventListener("touchmove", (event) => carried && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => (carried || press?.touch) && event.preventDefault());
document.addEventListener("dragstart", (event) => event.target instanceof Element && kinds.some((kind) => kind.takes(event)) && event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !carried) return;
  stop(event);
  cancel();
}, { capture: true });
edges(() => carried, () => carried && follow());
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => carried && ctx.target === list() && cancel());
