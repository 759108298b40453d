// <time data-elapsed-since="2026-11-23T08:40:00Z"> counts up once a second. The server's clock is the judge: a computer that
// is two minutes late shows the same time as the phone beside it. data-elapsed-title also puts it into the tab and the icon.
import { meta } from "../dom.js";

let offset = 0;
const sent = Date.parse(meta("server-time"));
const [load] = performance.getEntriesByType("navigation");
if (sent && load) offset = sent - (performance.timeOrigin + load.responseStart);

export const setServerTime = (now) => (offset = Date.parse(now) - Date.now() || offset);

export const serverTime = () => new Date(Date.now() + offset);

export function format(seconds, shape) {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const minutes = String(Math.floor(total / 60) % 60).padStart(2, "0");
  return shape === "hm" ? `${hours}:${minutes}` : `${hours}:${minutes}:${String(total % 60).padStart(2, "0")}`;
}

const secondsOf = ({ dataset: { elapsedSince, elapsedBase } }) =>
  (Date.now() + offset - Date.parse(elapsedSince)) / 1000 + Number(elapsedBase || 0);

let plainTitle = document.title;
let ourTitle = "";

function showInTab(clock) {
  if (document.title !== ourTitle) plainTitle = document.title;
  const title = clock ? `${clock.textContent} · ${clock.dataset.elapsedTitle || plainTitle}` : plainTitle;
  if (clock || ourTitle) document.title = title;
  ourTitle = clock ? title : "";
  const icon = document.querySelector("link[rel=icon]");
  if (!icon) return;
  icon.dataset.still ??= icon.getAttribute("href");
  const wanted = clock ? icon.dataset.running : icon.dataset.still;
  if (wanted && icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
}

function tick() {
  for (const element of document.querySelectorAll("[data-elapsed-since]")) {
    const text = format(secondsOf(element), element.dataset.elapsedFormat);
    if (element.textContent !== text) element.textContent = text;
  }
  showInTab(document.querySelector("[data-elapsed-title]"));
}

function run() {
  tick();
  setTimeout(run, 1000 - ((Date.now() + offset) % 1000) + 5);
}
run();
document.addEventListener("htmx:after:swap", tick);
document.addEventListener("visibilitychange", () => document.hidden || tick());
