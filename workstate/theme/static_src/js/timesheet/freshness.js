// An answer that was on its way while something was typed or saved tells of a time before that: it is let go, and asked for again.
import { itemsOf, sketch, state, waiting } from "./acts.js";
import { recount } from "./totals.js";

let missed = false;

function again() {
  missed = false;
  document.dispatchEvent(new CustomEvent("timesheet:changed"));
}

/** Ask for what was let go, once nothing waits any more. */
export const fresh = () => !waiting.length && missed && again();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => (ctx.turns = state.turns));
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id !== "timesheet" || (!waiting.length && ctx.turns === state.turns)) return;
  event.preventDefault();
  if (waiting.length) missed = true;
  else setTimeout(again, 100);
});
document.addEventListener("htmx:after:swap", () => {
  itemsOf().forEach(sketch);
  recount();
});
