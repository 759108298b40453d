// Entries are dragged to another time or day, by their middle or wherever they are taken; hours of a day to another day, or to a time.
import { gesture } from "../hours/gesture.js";
import { ask } from "../hours/holding.js";
import { instantAt, snapped, spotAt } from "./axis.js";
import { allowed, shadow, tell } from "./shadow.js";

const titleOf = (item) => item.querySelector(".cal-name a").textContent;
const lengthOf = (item) => (item.dataset.stop ? Number(item.dataset.stop) - Number(item.dataset.start) : Number(item.dataset.lasts));

gesture({
  takes: ({ target }) => !target.closest("button, input, [data-stretch]") && target.closest("#calendar [data-moves]"),
  lift({ item, x, y }) {
    const spot = spotAt(x, y);
    const grabbed = item.dataset.start && spot?.column ? spot.instant - Number(item.dataset.start) : 0;
    document.body.classList.add("is-scheduling");
    item.classList.add("is-dragged");
    return { item, grabbed, lasts: lengthOf(item), shown: shadow({ item, title: titleOf(item) }) };
  },
  follow(drag, { x, y, alt }) {
    const spot = spotAt(x, y);
    drag.cell?.classList.remove("is-over");
    drag.cell = spot?.cell && "logged" in drag.item.dataset ? spot.cell : null;
    drag.cell?.classList.add("is-over");
    drag.start = spot?.column ? snapped(instantAt(spot.column, spot.at) - drag.grabbed, alt) : null;
    if (drag.start === null) drag.shown.gone();
    else drag.shown.show(drag.start, drag.start + drag.lasts);
  },
  drop(drag) {
    const { item, start, cell, shown, lasts } = drag;
    if (cell && cell !== item.closest("[data-day]")) {
      drag.sent = true;
      cell.querySelector(".cal-lines").append(item);
      place(item, { day: cell.dataset.day }, shown, () => document.dispatchEvent(new CustomEvent("tasks:changed")));
    } else if (start !== null && String(start) !== item.dataset.start && allowed(start, start + lasts)) {
      drag.sent = true;
      place(item, { to: start }, shown);
      tell(start, start + lasts);
    }
  },
  end({ item, cell, shown, sent }) {
    document.body.classList.remove("is-scheduling");
    cell?.classList.remove("is-over");
    if (sent && !cell) return;
    shown.gone();
    item.classList.remove("is-dragged");
  },
});

/** Send where an entry goes; what is shown goes away when that is refused, and gives way to what the server draws. */
export function place(item, values, shown, refused = () => {}) {
  const putBack = () => {
    shown.gone();
    refused();
  };
  return ask(`${item.querySelector("[data-opens]").dataset.opens}place/`, values, putBack);
}
