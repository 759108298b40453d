// Items are dragged to a day, to an hour, or to the side, where they have no day.
import { make } from "../dom.js";
import { gesture } from "../hours/gesture.js";
import { between, byClock, clamp, clockWords, DAY, planOf, put, shifted, SHORTEST, SNAP, snapped, spotAt, whenWords } from "./grid.js";
import { move } from "./sending.js";

gesture({
  takes: ({ target }) => !target.closest("button, input, textarea, [data-stretch]") && target.closest("#calendar [data-moves]"),
  lift,
  follow,
  drop: ({ item, plan, to }) => {
    const same = to && to.day === plan.day && (to.minute === undefined || to.minute === plan.minute);
    if (to && !same) move(item, to.day, to.minute);
  },
  end,
});

function lift({ item, x, y }) {
  const plan = planOf(item);
  const from = spotAt(x, y);
  // What is grabbed in its middle stays in the hand by its middle.
  const grabbed = from?.day && plan.day ? { days: between(plan.day, from.day), minutes: from.minute !== null && plan.minute !== null ? from.minute - plan.minute : 0 } : { days: 0, minutes: 0 };
  const drag = { item, plan, grabbed, ghost: make("div", { className: "cal-ghost" }), slot: make("div", { className: "cal-slot" }) };
  drag.ghost.append(item.querySelector(".cal-name a").textContent, make("small"));
  document.body.append(drag.ghost);
  document.body.classList.add("is-scheduling");
  item.classList.add("is-dragged");
  return drag;
}

function follow(drag, { x, y }) {
  drag.ghost.style.left = `${clamp(4, x + 12, innerWidth - 230)}px`;
  drag.ghost.style.top = `${y + 14}px`;
  const spot = spotAt(x, y);
  if (drag.spot?.place !== spot?.place) {
    drag.spot?.place.classList.remove("is-over");
    spot?.place.classList.add("is-over");
  }
  drag.spot = spot;
  drag.to = target(drag, spot);
  const { day, minute } = drag.to ?? {};
  drag.ghost.lastChild.textContent = !drag.to ? "" : day ? whenWords(day, minute) : spot.place.getAttribute("aria-label");
  if (minute === null || minute === undefined || !byClock()) return drag.slot.remove();
  put(drag.slot, minute, Math.min(Math.max(SHORTEST, drag.plan.lasts), DAY - minute));
  drag.slot.textContent = clockWords(minute);
  spot.place.append(drag.slot);
}

/** Where the item would come to stand. */
function target({ plan, grabbed }, spot) {
  if (!spot) return null;
  if (spot.undated) return { day: null };
  if (spot.minute === null) {
    const day = byClock() ? spot.day : shifted(spot.day, -grabbed.days);
    return { day, minute: byClock() ? null : undefined };
  }
  const exact = spot.minute - (plan.minute === null ? SNAP / 2 : grabbed.minutes);
  return { day: spot.day, minute: snapped(exact) };
}

function end({ item, ghost, slot, spot }) {
  item.classList.remove("is-dragged");
  spot?.place.classList.remove("is-over");
  document.body.classList.remove("is-scheduling");
  ghost.remove();
  slot.remove();
}
