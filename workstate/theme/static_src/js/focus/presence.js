// Signs of life while an interval is open: the next focus begins by itself only where somebody is. Once a minute at most, and only
// after a touch of the mouse, the keys or the screen.
import { meta } from "../dom.js";
import { intervals } from "./counting.js";

const EVERY = 60_000;
let told = 0;

function tell() {
  const url = intervals().find((one) => one.dataset.presenceUrl)?.dataset.presenceUrl;
  if (!url || Date.now() - told < EVERY) return;
  told = Date.now();
  fetch(url, { method: "POST", headers: { "X-CSRFToken": meta("csrf-token"), "HX-Request": "true" }, keepalive: true }).catch(() => {});
}
for (const type of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) document.addEventListener(type, tell, { passive: true });
document.addEventListener("visibilitychange", () => document.hidden || tell());
