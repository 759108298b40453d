// While something is being moved the calendar stays as it is; what was missed is asked for afterwards.
import { calendar, list } from "./words.js";

let last = Promise.resolve();
let holding = 0; // A drag, keys that are still being pressed, or a question that is under way.
let missed = false;

export const hold = () => holding++;
export function letGo() {
  holding--;
  if (holding || !missed) return;
  missed = false;
  document.dispatchEvent(new CustomEvent("tasks:changed"));
}

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target !== list() || !calendar()) return;
  if (isOld(ctx)) return event.preventDefault();
  if (!holding) return;
  event.preventDefault();
  missed = true;
});

/** News of the days that were shown before: whoever has gone on is not taken back. */
function isOld({ sourceElement, target, request, goes }) {
  const same = (address) => new URL(address, location.href).href;
  return sourceElement === target && !goes && same(request.action) !== same(target.getAttribute("hx-get"));
}

/** Post, one thing after the other; the page asks, for what was moved may be drawn anew before its turn comes. */
export function ask(url, values, refused) {
  hold();
  const asking = { source: document.body, target: document.body, swap: "none", values, bare: true, refused };
  last = last.then(() => window.htmx.ajax("POST", url, asking)).catch(console.error).finally(letGo);
  return last;
}
