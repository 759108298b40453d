// The line of the present moment moves, and what runs grows. The hours open where one works, not at midnight.
import { each } from "../dom.js";
import { columnOf } from "../hours/words.js";
import { columns, now, placeOf, put } from "./axis.js";

const EVERY = 20_000;
const LOWEST = 720;

function tick() {
  const column = columns().find((one) => placeOf(one, now()) !== null);
  for (const line of document.querySelectorAll("#calendar [data-now]")) if (column) put(line, placeOf(column, now()), 0);
  // What runs keeps its lane, and grows down to the line.
  for (const block of document.querySelectorAll("#calendar [data-running]")) {
    const home = block.closest("[data-hours]");
    const until = home === column ? placeOf(column, now()) : null;
    if (until === null) continue;
    const lane = [...block.classList].filter((name) => /^(b|of)\d$/.test(name));
    put(block, Number(block.dataset.at), Math.max(LOWEST, until - block.dataset.at));
    for (const [name, less] of [["is-short", 1800], ["is-tiny", 1440]]) block.classList.toggle(name, until - block.dataset.at < less);
    block.classList.remove("b0", "of1");
    block.classList.add(...lane);
  }
}
setInterval(tick, EVERY);
document.addEventListener("htmx:after:swap", tick);
document.addEventListener("visibilitychange", () => document.hidden || tick());

/** What is scrolled into sight must not stand behind the days, which stay on top. */
const beneath = (box) => box.style.setProperty("--head", `${box.querySelector(".cal-day").offsetHeight + 6}px`);

each("#cal-scroll", (box) => {
  beneath(box);
  const chosen = columnOf(document.getElementById("calendar").dataset.on);
  const places = [...box.querySelectorAll("[data-work], .tc-block:not(.goes-on), [data-now]")].filter((one) => one.checkVisibility());
  const wanted = places.filter((one) => one.closest("[data-hours]") === chosen || one.matches("[data-work]"));
  const first = wanted.length ? Math.min(...wanted.map((one) => one.offsetTop)) : (box.scrollHeight * 9) / 24;
  box.scrollTop = Math.max(0, first - 24);
  if (chosen && box.scrollWidth > box.clientWidth) box.scrollLeft = chosen.offsetLeft - box.querySelector(".cal-axis").offsetWidth;
});
