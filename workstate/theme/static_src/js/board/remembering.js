// Which column was in sight: whoever comes back to the board in this window finds it again.
import { attempt } from "../dom.js";
import { foldAsBefore } from "./folding.js";

const begun = new WeakSet();
const key = () => `board-at:${location.pathname}`;

export function restore(board) {
  foldAsBefore(board);
  if (begun.has(board)) return;
  board.scrollLeft = Number(attempt(() => sessionStorage.getItem(key()))) || 0;
}

export function remember(board) {
  if (begun.has(board)) return;
  begun.add(board);
  board.addEventListener("scroll", () => attempt(() => sessionStorage.setItem(key(), Math.round(board.scrollLeft))), { passive: true });
}
