// Alt+arrows move the card at the cursor: sideways into the next column that takes it, up and down where the order is by hand.
// On the head of a column they move the column.
import { announce, on, say } from "../dom.js";
import { ask, cardsOf, laneOf, lanesOf, nameOf, send, standing, tell, together } from "./moving.js";

const STEPS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };
const means = (event) => (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey ? STEPS[event.key] : undefined);
const backwards = () => document.documentElement.dir === "rtl";

function sideways(card, step) {
  const lanes = lanesOf(card.closest(".board"));
  const from = laneOf(card);
  const ahead = step > 0 ? lanes.slice(lanes.indexOf(from) + 1) : lanes.slice(0, lanes.indexOf(from)).toReversed();
  const to = ahead.find((lane) => "value" in lane.dataset && lane.querySelector(".cards").checkVisibility());
  if (!to) return;
  const cards = together(card);
  const putBack = standing(cards);
  const place = cardsOf(from).indexOf(card);
  const before = cardsOf(to).filter((other) => !cards.includes(other))[place] ?? null;
  for (const one of cards) to.querySelector(".cards").insertBefore(one, before);
  end(cards, card, from, putBack);
}

function along(card, step) {
  if (!card.closest("[data-hand]")) return;
  const other = step < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (!other) return;
  const putBack = standing([card]);
  if (step < 0) other.before(card);
  else other.after(card);
  end([card], card, laneOf(card), putBack);
}

function end(cards, card, from, putBack) {
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  send(cards, from, putBack);
  tell(card);
}

on("keydown", ".board .card", (event, card) => {
  const meant = means(event);
  if (!meant || event.target.matches("input[type=text], textarea") || !card.dataset.facetUrl) return;
  event.preventDefault();
  const [axis, step] = meant;
  if (axis === "x") sideways(card, backwards() ? -step : step);
  else along(card, step);
});

on("keydown", "[data-columns] > .lane[data-id] > .lane-head", (event, head) => {
  const meant = means(event);
  if (meant?.[0] !== "x" || event.target.matches("input")) return;
  event.preventDefault();
  const lane = head.parentElement;
  const lanes = lanesOf(lane.parentElement).filter((one) => one.dataset.id);
  const other = lanes[lanes.indexOf(lane) + (backwards() ? -meant[1] : meant[1])];
  if (!other) return;
  const focused = document.activeElement;
  const back = lanes.indexOf(other) < lanes.indexOf(lane);
  if (back) other.before(lane);
  else other.after(lane);
  focused.focus();
  const values = back ? { before: other.dataset.id } : { after: other.dataset.id };
  ask(lane.dataset.moveUrl, values);
  announce(`${nameOf(lane)}. ${say("moved", { place: lanes.indexOf(other) + 1, count: lanes.length })}`);
});
