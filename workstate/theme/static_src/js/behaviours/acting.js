// What a person does shows at once. News that was asked for before it arrived would take it back, and what is being done with it:
// such an answer is let go, and asked for again when nothing is on its way any more.
import { refresh } from "./live.js";

let onTheirWay = 0;
let arrived = 0;
let last = Promise.resolve();
const outdated = new Map(); // What to ask for again, and whether it is only news.

function end() {
  onTheirWay--;
  if (onTheirWay) return;
  for (const [element, quiet] of outdated) refresh(element, quiet);
  outdated.clear();
}

/** Send one act after the other: none is lost to one that is still on its way. */
export function inTurn(act) {
  onTheirWay++;
  last = last.then(act).catch(console.error).then(end);
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  ctx.askedAt = performance.now();
  if (ctx.request.method === "GET") return;
  onTheirWay++;
  ctx.isAct = true;
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => ctx.isAct && (arrived = performance.now()));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => ctx.isAct && end());

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.request?.method !== "GET" || ctx.target !== ctx.sourceElement || !ctx.target.matches("[data-live]")) return;
  if (!onTheirWay && ctx.askedAt >= arrived) return;
  event.preventDefault();
  if (onTheirWay) outdated.set(ctx.target, (outdated.get(ctx.target) ?? true) && Boolean(ctx.quiet));
  else refresh(ctx.target, Boolean(ctx.quiet));
});
