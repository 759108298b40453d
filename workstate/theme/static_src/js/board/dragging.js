// Cards by the whole of them, columns of sections by their heads: with the mouse, and with a finger after a moment.
import { meta } from "../dom.js";
import { letGoOver } from "./leaving.js";
import { ask, hold, laneOf, send, sendAway, standing, tell, together } from "./moving.js";

const begun = new WeakSet();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const FIELDS = "input, textarea, select, [popover], .check, .play, .icon-btn, .add-here";
const common = { animation: still ? 0 : 120, delayOnTouchOnly: true, delay: 220, touchStartThreshold: 6, scrollSensitivity: 60, scrollSpeed: 14, preventOnFilter: false, fallbackOnBody: true };
let carried = null;
const taken = { onChoose: () => hold(true), onUnchoose: () => carried || hold(false) };

function lift({ item }) {
  const cards = together(item);
  carried = { item, cards, from: laneOf(item), putBack: standing(cards), next: item.nextElementSibling };
  for (const card of cards) card.classList.toggle("is-carried", card !== item);
  if (cards.length > 1) item.dataset.carries = cards.length;
  document.body.classList.add("is-boarding");
}

function letGo() {
  const { item, cards, from, putBack, next } = carried;
  carried = null;
  delete item.dataset.carries;
  for (const card of cards) card.classList.remove("is-carried");
  const project = letGoOver();
  const to = laneOf(item);
  const same = to === from && (item.nextElementSibling === next || !item.closest("[data-hand]"));
  if (project !== null) {
    putBack();
    sendAway(cards, project);
  } else if (same || !("value" in to.dataset)) putBack();
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
  ask(item.dataset.moveUrl, values);
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
      ...taken, onStart: lift, onMove: stays, onEnd: letGo,
    });
  }
  if (!columns) return;
  Sortable.create(board, {
    ...common, draggable: ".lane[data-id]", handle: "[data-lane-grip]", filter: "button, input, form", direction: "horizontal",
    ...taken,
    onEnd(event) {
      if (event.oldIndex !== event.newIndex) placeColumn(event);
      hold(false);
    },
  });
}
