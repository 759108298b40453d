// Focus mode: Esc leaves it unless something is open or typed in; the screen stays on while an interval runs.
import { each, isTyping } from "../dom.js";
import { intervals } from "./counting.js";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || isTyping()) return;
  const leave = document.querySelector("[data-focus-leave]");
  if (!leave || document.querySelector("dialog[open], .pop:popover-open")) return;
  event.preventDefault();
  leave.click();
});

let lock;
async function stayOn() {
  const wanted = !document.hidden && intervals().some((one) => one.dataset.ends);
  if (wanted && !lock) {
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    lock?.addEventListener("release", () => (lock = null));
  } else if (!wanted && lock) await lock.release();
}
each("[data-focus-leave]", () => {
  if (!navigator.wakeLock) return;
  stayOn();
  for (const type of ["visibilitychange", "htmx:after:swap"]) document.addEventListener(type, stayOn);
});
