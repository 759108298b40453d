// The line of the present moment moves, and what is being tracked grows. A week is opened where one works, not at midnight, and
// a month with today in sight.
import { each } from "../dom.js";
import { calendar, DAY, put, SHORTEST } from "./grid.js";

const EVERY = 30_000;

/** The minute of the day in the person's zone, which may not be that of the browser. */
function nowMinute() {
  const { zone } = calendar().dataset;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());
  const [hours, minutes] = parts.split(":").map(Number);
  return hours * 60 + minutes;
}

function tick() {
  if (!calendar() || !document.querySelector("#calendar [data-now]")) return;
  const now = nowMinute();
  for (const line of document.querySelectorAll("#calendar [data-now]")) put(line, now, 0);
  for (const strip of document.querySelectorAll("#calendar [data-since]")) {
    const since = Number(strip.dataset.since);
    put(strip, since, Math.max(10, Math.min(now, DAY) - since));
  }
}
setInterval(tick, EVERY);
document.addEventListener("htmx:after:swap", () => {
  tick();
  const box = document.getElementById("cal-scroll");
  if (box) beneath(box);
});

/** What is scrolled into sight must not stand behind the days, which stay on top. */
const beneath = (box) => box.style.setProperty("--head", `${box.querySelector(".cal-day").offsetHeight + 6}px`);

each("#cal-scroll", (box) => {
  beneath(box);
  const wanted = box.querySelector("[data-work]") ?? box.querySelector(".cal-blocks > *");
  const first = wanted ? wanted.offsetTop : box.scrollHeight * (8 / 24);
  box.scrollTop = Math.max(0, first - SHORTEST);
  const chosen = box.querySelector(".cal-column.is-on");
  if (chosen && box.scrollWidth > box.clientWidth) box.scrollLeft = chosen.offsetLeft - box.querySelector(".cal-axis").offsetWidth;
});

each("#cal-grid .cal-row .cal-day[aria-current]", (day) => {
  if (matchMedia("(min-width: 768px)").matches) day.parentElement.scrollIntoView({ block: "nearest" });
});
