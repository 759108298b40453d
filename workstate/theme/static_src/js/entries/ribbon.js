// The line over each day: a click leads to the entry, and what runs grows.
import { on } from "../dom.js";

const OFTEN = 15000;
const WIDTH = 1000;

on("click", "[data-block]", (event, block) => {
  const row = document.getElementById(`entry-${block.dataset.block}`);
  if (!row) return;
  event.preventDefault();
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
  row.classList.add("is-cursor");
});

function grow() {
  for (const rect of document.querySelectorAll(".ribbon .is-running > rect")) {
    const { opens, seconds } = rect.closest("svg").dataset;
    const end = Math.min(WIDTH, Math.round(((Date.now() / 1000 - opens) * WIDTH) / seconds));
    rect.setAttribute("width", Math.max(Number(rect.getAttribute("width")), end - rect.getAttribute("x")));
  }
}
setInterval(grow, OFTEN);
