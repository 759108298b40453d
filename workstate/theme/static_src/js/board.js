// The board (data-board): cards are dragged, and moved by Alt+arrows, between columns and within them; columns of sections too.
// Loaded where a board is drawn. It does not import what app.js holds: htmx is the page's own, what is selected is read off it.
import { remember, restore } from "./board/remembering.js";
import { startDragging } from "./board/dragging.js";
import "./board/keys.js";
import "./board/folding.js";

function begin() {
  for (const board of document.querySelectorAll("[data-board]")) {
    startDragging(board);
    restore(board);
    remember(board);
  }
}
begin();
document.addEventListener("htmx:after:swap", begin);
