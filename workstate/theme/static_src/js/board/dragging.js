// Cards by the whole of them, columns of sections by their heads: with the mouse, and with a finger after a moment.
import { meta } from "../dom.js";
import { hold, laneOf, send, standing, tell, together } from "./moving.js";

const begun = new WeakSet();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const FIELDS = "input, textarea, select, [popover], .check, .play, .icon-btn, .add-here";
const common = { animation: still ? 0 : 120, delayOnTouchOnly: true, delay: 220, touchStartThreshold: 6, scrollSensitivity: 60, scrollSpeed: 14, preventOnFilter: false, fallbackOnBody: true };
let carried = null;

function lift({ item }) {
  const cards = together(item);
  carried = { item, cards, from: laneOf(item), putBack: standing(cards), next: item.nextElementSibling };
  for (const card of cards) card.classList.toggle("is-carried", card !== item);
  if (cards.length > 1) item.dataset.carries = cards.length;
  hold(true);
}

function letGo() {
  const { item, cards, from, putBack, next } = carried;
  carried = null;
  delete item.dataset.carries;
  for (const card of cards) card.classList.remove("is-carried");
  const to = laneOf(item);
  const same = to === from && (item.nextElementSibling === next || !item.closest("[data-hand]"));
  if (same || !("value" in to.dataset)) putBack();
  else {
    item.before(...cards.slice(0, cards.indexOf(item)));
    item.after(...cards.slice(cards.indexOf(item) + 1));
    send(cards, from, putBack);
    tell(item);
  }
  hold(false);
}

/** Within its column a card is put in order only where the order is by hand. */
const stays = ({ from, to }) => (from === to && !to.closest("[data-hand]") ? false : undefined);
const accepts = (to) => "value" in to.el.closest(".lane").dataset;

function placeColumn({ item }) {
  const beside = (side) => {
    let other = item[side];
    while (other && !other.dataset.id) other = other[side];
    return other?.dataset.id ?? "";
  };
  const values = { after: beside("previousElementSibling"), before: beside("nextElementSibling") };
  window.htmx.ajax("POST", item.dataset.moveUrl, { source: item, target: item, swap: "none", values, bare: true });
}

export async function startDragging(board) {
  const lists = [...board.querySelectorAll("[data-cards]")].filter((list) => !begun.has(list));
  const columns = board.hasAttribute("data-columns") && !begun.has(board);
  if (!lists.length && !columns) return;
  for (const one of columns ? [board, ...lists] : lists) begun.add(one);
  const { Sortable } = await import(meta("asset-sortable"));
  for (const list of lists) {
    Sortable.create(list, {
      ...common, group: { name: "cards", put: accepts }, draggable: ".card", filter: FIELDS, emptyInsertThreshold: 24,
      onStart: lift, onMove: stays, onEnd: letGo,
    });
  }
  if (!columns) return;
  Sortable.create(board, {
    ...common, draggable: ".lane[data-id]", handle: "[data-lane-grip]", filter: "button, input, form", direction: "horizontal",
    onStart: () => hold(true),
    onEnd(event) {
      if (event.oldIndex !== event.newIndex) placeColumn(event);
      hold(false);
    },
  });
}
