// On a phone a day is shown, and a finger drawn aside turns to the next.
import { calendar } from "../hours/words.js";
import { turn } from "./walking.js";

const FAR = 60;
let from = null;

document.addEventListener("touchstart", ({ target, touches }) => {
  const box = target.closest?.("#cal-scroll");
  from = box && touches.length === 1 && box.scrollWidth <= box.clientWidth + 1 && !target.closest("[data-stretch]") ? { x: touches[0].clientX, y: touches[0].clientY } : null;
}, { passive: true });
document.addEventListener("touchend", ({ changedTouches: [touch] }) => {
  if (!from || !calendar() || document.body.classList.contains("is-scheduling") || document.querySelector(".tc-shadow")) return;
  const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
  from = null;
  if (Math.abs(x) < FAR || Math.abs(x) < 2 * Math.abs(y)) return;
  turn((x < 0 ? 1 : -1) * (document.documentElement.dir === "rtl" ? -1 : 1));
}, { passive: true });

// A week where there is no room for one is a day: the tabs say so.
function mark() {
  const views = innerWidth < 768 && document.querySelector("#calendar.is-auto .tc-views");
  if (!views) return;
  for (const view of views.children) view.removeAttribute("aria-current");
  views.lastElementChild.setAttribute("aria-current", "true");
}
mark();
document.addEventListener("htmx:after:swap", mark);
