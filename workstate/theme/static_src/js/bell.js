// The bell sounds when there is more unread than before.
import { play } from "./focus/sounding.js";

const VOLUME = 50;
const unread = () => Number(document.querySelector(".bell-count")?.textContent.replace(/\D/g, "")) || 0;
let before = unread();

document.addEventListener("htmx:after:swap", () => {
  const now = unread();
  if (now > before) play(document.getElementById("bell")?.dataset.bellSound, VOLUME);
  before = now;
});
