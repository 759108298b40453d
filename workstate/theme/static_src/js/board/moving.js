// Giving cards what their column says: sent one after the other; what is refused goes back, and the page says why.
import { announce, say } from "../dom.js";

let last = Promise.resolve();
let inHand = false;
let late = false;

export const laneOf = (card) => card.closest(".lane");
export const cardsOf = (lane) => [...lane.querySelectorAll(":scope > .cards > .card")];
export const lanesOf = (board) => [...board.querySelectorAll(":scope > .lane")];
export const nameOf = (lane) => lane.querySelector("h2").textContent;
const homes = (cards) => cards.map((card) => ({ card, parent: card.parentElement, next: card.nextElementSibling }));

/** The cards that go together: all that are selected when this is one of them. */
export function together(card) {
  const chosen = [...document.querySelectorAll(".board > .lane > .cards > .card:has(> .row-select:checked)")];
  return chosen.includes(card) ? chosen : [card];
}

/** Where the cards stand now; call the answer to put them back, the focus with them. */
export function standing(cards) {
  const stood = homes(cards);
  return () => {
    const focused = document.activeElement;
    for (const { card, parent, next } of stood.toReversed()) {
      if (parent.isConnected) parent.insertBefore(card, next?.parentElement === parent ? next : null);
    }
    if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  };
}

function neighbour(card, side, cards) {
  let other = card[side];
  while (other && cards.includes(other)) other = other[side];
  return other?.dataset.id ?? "";
}

/** The count in the heads of columns, until the server says it. */
function recount(from, to, by) {
  for (const [lane, step] of [[from, -by], [to, by]]) {
    const text = lane?.querySelector(".lane-head > .count")?.firstChild;
    if (text) text.data = text.data.replace(/^\d+/, (count) => Math.max(0, Number(count) + step));
  }
}

/** Tell the server where the cards now stand. `from` is the column that the first of them left. */
export function send(cards, from, putBack) {
  const [first, end] = [cards[0], cards.at(-1)];
  const lane = laneOf(first);
  const board = lane.closest("[data-board]");
  const values = { value: lane.dataset.value, from: from.dataset.value ?? "" };
  if (board.hasAttribute("data-hand")) {
    values.after = neighbour(first, "previousElementSibling", cards);
    values.before = neighbour(end, "nextElementSibling", cards);
  }
  const moved = lane === from ? 0 : cards.length;
  recount(from, lane, moved);
  const refused = () => {
    putBack();
    recount(lane, from, moved);
  };
  post(board, cards, board.dataset.board, values, refused);
}

function post(board, cards, facet, values, refused) {
  const many = cards.length > 1;
  const url = many ? board.dataset.facetsUrl.replace(/[^/]+\/$/, `${facet}/`) : `${cards[0].dataset.facetUrl}${facet}/`;
  if (many) values.tasks = cards.map((card) => card.dataset.number).join(",");
  last = last.then(() => ask(url, values, refused)).catch(console.error);
}

/** By the page, not by the board: that may have been drawn anew before its turn comes. */
export function ask(url, values, refused) {
  const { body } = document;
  return window.htmx.ajax("POST", url, { source: body, target: body, swap: "none", values, bare: true, refused });
}

/** The cards leave for a project, "" for the inbox; refused, they are shown again. */
export function sendAway(cards, project) {
  const away = (on) => cards.forEach((card) => card.classList.toggle("is-away", on));
  away(true);
  post(cards[0].closest("[data-board]"), cards, "project", { value: project }, () => away(false));
}

export function tell(card) {
  const lane = laneOf(card);
  const all = cardsOf(lane);
  announce(say("movedTo", { column: nameOf(lane), place: all.indexOf(card) + 1, count: all.length }));
}

function askAgain() {
  if (late) document.dispatchEvent(new CustomEvent("tasks:changed"));
  late = false;
}
/**
 * While something is in the hand no news is drawn under it, not even between taking it and moving it: what is drawn anew cannot be
 * dragged. Afterwards it is asked for.
 */
export function hold(on) {
  inHand = on;
  if (!on) document.body.classList.remove("is-boarding");
  if (!on) askAgain();
}
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!inHand || ctx.request?.method !== "GET" || !ctx.target?.querySelector?.("[data-board]")) return;
  event.preventDefault();
  late = true;
});
