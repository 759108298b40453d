// [data-focus-left] counts down to data-ends of the interval around it, by the server's clock. At the end the page says so to the
// server, which knows it anyway; it asks again until the interval it shows is another.
import { meta } from "../dom.js";

const AGAIN = [0, 1000, 2000, 4000, 8000, 15000];
let offset = 0;
const sent = Date.parse(meta("server-time"));
const [load] = performance.getEntriesByType("navigation");
if (sent && load) offset = sent - (performance.timeOrigin + load.responseStart);

let asked = { of: "", times: 0, at: 0 };

export const intervals = () => [...document.querySelectorAll("[data-focus]")];

const two = (number) => String(number).padStart(2, "0");
function written(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}

function settle(interval) {
  const of = `${interval.dataset.focus} ${interval.dataset.ends}`;
  if (asked.of !== of) asked = { of, times: 0, at: 0 };
  if (Date.now() < asked.at) return;
  asked.times += 1;
  asked.at = Date.now() + AGAIN[Math.min(asked.times, AGAIN.length - 1)];
  window.htmx.ajax("POST", interval.dataset.settleUrl, { source: document.body, target: document.body, swap: "none", quiet: true, bare: true, values: {}, push: "false" });
}

function tick() {
  const now = Date.now() + offset;
  for (const interval of intervals()) {
    const { began, ends } = interval.dataset;
    if (!ends) continue;
    const left = (Date.parse(ends) - now) / 1000;
    const text = written(Math.max(0, Math.ceil(left)));
    for (const clock of interval.querySelectorAll("[data-focus-left]")) if (clock.textContent !== text) clock.textContent = text;
    const gone = 100 - (100 * Math.max(0, left) * 1000) / (Date.parse(ends) - Date.parse(began));
    for (const ring of interval.querySelectorAll("[data-focus-ring]")) ring.setAttribute("stroke-dashoffset", gone.toFixed(2));
    if (left <= 0) settle(interval);
  }
}

function run() {
  tick();
  setTimeout(run, 1000 - ((Date.now() + offset) % 1000) + 5);
}
run();
document.addEventListener("htmx:after:swap", tick);
document.addEventListener("visibilitychange", () => document.hidden || tick());
