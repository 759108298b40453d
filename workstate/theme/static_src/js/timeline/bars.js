// A bar put where its days are, before the server has drawn it there; and the request that asks for that.
import htmx from "./htmx.js";
import { drawArrows } from "./arrows.js";
import { extentOf, isoOf, root, sameTime } from "./days.js";

const KINDS = ["is-bar", "is-day", "is-open"];
const svg = (tag, values) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  return element;
};

function made(lane) {
  const bar = svg("svg", { class: "tl-bar colour-slate", y: "50%", "data-bar": "" });
  bar.append(svg("rect", { class: "tl-body", y: -10, height: 20, rx: 5 }));
  lane.append(bar);
  return bar;
}

/** Show the row at these days; without any its bar is gone. */
export function put(row, time) {
  row.dataset.start = isoOf(time.start);
  row.dataset.due = isoOf(time.due);
  const lane = row.querySelector("[data-lane]");
  const none = time.start === null && time.due === null;
  const bar = lane.querySelector("[data-bar]") ?? (none ? null : made(lane));
  bar?.setAttribute("visibility", none ? "hidden" : "visible");
  if (!none) {
    const { x, width } = extentOf(time);
    const part = bar.querySelector(".tl-part");
    const body = bar.querySelector(".tl-body");
    part?.setAttribute("width", (part.getAttribute("width") / body.getAttribute("width")) * width);
    body.setAttribute("width", width);
    bar.setAttribute("x", x);
    bar.querySelector("[data-end=due]")?.setAttribute("x", width - 3);
    bar.querySelector("[data-knot]")?.setAttribute("cx", width + 13);
    for (const kind of KINDS) bar.classList.remove(kind);
    bar.classList.add(time.due === null ? "is-open" : time.start === null ? "is-day" : "is-bar");
  }
  drawArrows();
}

// News that was asked for before an act has arrived would put the bar back, and news of other days than those that are looked at
// by now would bring them back: it is let go, and asked for again.
const busy = new Set();
let acted = 0;
let missed = null; // Which days were to be looked at, none for those that are; and whether that is a step in the history.

const list = () => document.getElementById("task-list");
export const hold = (reason) => busy.add(reason);
export function release(reason) {
  busy.delete(reason);
  if (busy.size || !missed) return;
  const { url, push } = missed;
  missed = null;
  htmx.ajax("GET", url ?? list().getAttribute("hx-get"), { source: url ? root() : list(), target: list(), swap: "outerMorph", push: push ?? "false" });
}
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.request?.method !== "GET" || ctx.target?.id !== "task-list") return;
  const news = ctx.sourceElement === ctx.target;
  const outdated = (ctx.askedAt ?? Infinity) < acted || (news && ctx.request.action !== list().getAttribute("hx-get"));
  if (!busy.size && !outdated) return;
  event.preventDefault();
  if (!news || !missed) missed = news ? {} : { url: ctx.request.action, push: ctx.push };
  if (!busy.size) release();
});

/** Post about a row; when it is refused, `refused` puts back. */
export async function post(row, url, { values = {}, method = "POST", refused = () => {} } = {}) {
  const reason = Symbol("request");
  hold(reason);
  try {
    await htmx.ajax(method, url, { source: row, target: row, swap: "none", bare: true, values, refused });
  } finally {
    acted = performance.now();
    release(reason);
  }
}

/** Save what is shown; `before` comes back when it is refused. */
export function save(row, before, after) {
  if (sameTime(before, after)) return put(row, before);
  put(row, after);
  const refused = () => put(document.getElementById(row.id) ?? row, before);
  return post(row, row.dataset.daysUrl, { values: { start: isoOf(after.start), due: isoOf(after.due) }, refused });
}

// What waits for a task that was moved may come along: asked beside the message that tells of the move.
document.addEventListener("timeline:waiting", ({ detail }) => {
  const { text, label, url, values } = detail;
  const run = () => post(document.body, url, { values });
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, act: { label, run } } }));
});
