// One socket per page. It carries only "this changed"; elements with data-live="timer task" and data-live-url (or hx-get)
// fetch themselves again and are morphed in. What is being typed in waits until the cursor has left.
import htmx from "../htmx.js";
import { each, isDirty } from "../dom.js";
import { setServerTime } from "./elapsed.js";

const GATHER = 60;
const LONGEST = 30000;
const PING = 25000;
let socket;
let heard = 0;
let start = `since ${document.querySelector("meta[name=server-time]")?.content}`;
let tries = 0;
let again;
let changed = new Set();
let gathering;

const kindOf = (name) => name.split(":")[0].replace(/s$/, "");

function concerns(element, names) {
  const topics = element.dataset.live.split(/\s+/);
  return names.includes("everything") || topics.some((topic) => names.some((name) => (topic.includes(":") ? topic === name : kindOf(topic) === kindOf(name))));
}

/** Whether something inside is being typed, or a menu stands open there; then the element is fetched when that is over. */
function waits(element) {
  const field = document.activeElement;
  const menu = element.querySelector(".pop:popover-open");
  // What is kept as it stands ([data-keep], keeping.js) is safe from the answer.
  if (!menu && !(element.contains(field) && isDirty(field) && !field.closest("[data-keep]"))) return false;
  (menu ?? field).addEventListener(menu ? "toggle" : "blur", () => setTimeout(() => refresh(element), 400), { once: true });
  return true;
}

const addressOf = (element) => element.dataset.liveUrl || element.getAttribute("hx-get");

export function refresh(element, quiet = true, anew = false) {
  if (quiet && waits(element)) return;
  const url = addressOf(element);
  if (!url || !element.isConnected) return;
  const swap = element.getAttribute("hx-swap") || "outerMorph";
  htmx.ajax("GET", url, { source: element, target: element, swap, push: "false", quiet, anew });
}
// Rights were taken: the page is not to be seen any more, and says so itself. Where one's own act took the place away, its
// answer leads on: loading this page anew would stop it.
let leaving = false;
addEventListener("beforeunload", () => (leaving = true));
function show404() {
  if (document.querySelector(".htmx-request:not([data-live])")) setTimeout(show404, GATHER);
  else if (!leaving) location.reload();
}
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => ctx.anew && ctx.response?.status === 404 && show404());

// Meanwhile a person may have gone on ("Show more", another order): what was asked of the place before would take them back.
const isOwn = ({ target, sourceElement }) => target === sourceElement && target instanceof Element && target.matches("[data-live]");
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => { // It may wait its turn after that.
  if (ctx.request.method === "GET" && isOwn(ctx)) ctx.asked = addressOf(ctx.target);
});
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!ctx.asked || !isOwn(ctx) || ctx.asked === addressOf(ctx.target)) return;
  event.preventDefault();
  refresh(ctx.target, Boolean(ctx.quiet));
});

// The typing may have begun after the question: the answer is let go and asked for again. A field that only the page knows
// (data-unsent) would be taken away even by an answer to an act of one's own.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const field = document.activeElement;
  const only = "unsent" in field.dataset && ctx.request?.method === "GET" && ctx.target === ctx.sourceElement;
  if ((ctx.quiet || only) && ctx.target instanceof Element && waits(ctx.target)) event.preventDefault();
});

function tell(names, within = 0) {
  for (const name of names) changed.add(name);
  clearTimeout(gathering);
  gathering = setTimeout(() => {
    const all = [...changed];
    changed = new Set();
    document.dispatchEvent(new CustomEvent("live:changed", { detail: { changed: all } }));
    for (const element of document.querySelectorAll("[data-live]")) if (concerns(element, all)) refresh(element, true, all.includes("everything"));
  }, GATHER + Math.random() * within);
}

function connect(path) {
  socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
  socket.addEventListener("open", () => {
    // What happened since the page was drawn, or after what it was told last, is asked for: nobody repeats it.
    socket.send(start);
    heard = Date.now();
    tries = 0;
    document.dispatchEvent(new Event("live:open"));
  });
  socket.addEventListener("message", ({ data }) => {
    const poke = JSON.parse(data);
    heard = Date.now();
    if (poke.now) setServerTime(poke.now);
    if (poke.after) start = `after ${poke.after}`;
    if (poke.changed) tell(poke.changed, poke.within);
  });
  const pinging = setInterval(() => {
    if (Date.now() - heard > 2 * PING) socket.close(); // Nobody is at the other end any more.
    else if (socket.readyState === WebSocket.OPEN) socket.send("ping");
  }, PING);
  socket.addEventListener("close", ({ code }) => {
    clearInterval(pinging);
    if (code === 4401 && heard) return location.reload(); // The session was ended: what stands here is nobody's to see any more.
    if (code === 4401 || code === 4403) return; // Trying again would not help.
    const wait = Math.min(LONGEST, 500 * 2 ** tries++) * (0.5 + Math.random() / 2);
    clearTimeout(again);
    again = setTimeout(() => connect(path), wait);
  });
}

// Awake, or back on the net: at once rather than when the wait is over.
function wake() {
  if (socket?.readyState === WebSocket.OPEN) socket.send("ping");
  else if (socket?.readyState === WebSocket.CLOSED && again) {
    clearTimeout(again);
    again = 0;
    connect(new URL(socket.url).pathname);
  }
}
document.addEventListener("live:say", ({ detail }) => socket?.readyState === WebSocket.OPEN && socket.send(detail));
addEventListener("online", wake);
document.addEventListener("visibilitychange", () => document.hidden || wake());

each("[data-live-socket]", (shell) => connect(shell.dataset.liveSocket));
addEventListener("pageshow", (event) => event.persisted && location.reload());
