// A task is taken with the mouse or a finger and put down on a cell.
import { make } from "../dom.js";
import { gesture } from "../hours/gesture.js";
import { move, page, takes, taskAt, wordsOf } from "./moving.js";

gesture({
  takes: ({ target }) => !target.closest("button, select, .pop") && taskAt(target),
  lift: ({ item }) => {
    const ghost = make("div", { className: "cal-ghost cap-ghost" });
    ghost.append(item.querySelector(".cap-title").textContent, make("small"));
    document.body.append(ghost);
    item.classList.add("is-dragged");
    return { item, ghost };
  },
  follow: (drag, { x, y }) => {
    drag.ghost.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - 230))}px`;
    drag.ghost.style.top = `${y + 14}px`;
    const cell = document.elementFromPoint(x, y)?.closest("#capacity [data-cell]");
    const over = takes(cell) ? cell : null;
    if (drag.cell !== over) {
      drag.cell?.classList.remove("is-target");
      over?.classList.add("is-target");
    }
    drag.cell = over;
    drag.ghost.lastChild.textContent = over ? wordsOf(over) : "";
  },
  drop: ({ item, cell }) => cell && page().contains(cell) && move(item, cell),
  end: ({ item, ghost, cell }) => {
    item.classList.remove("is-dragged");
    cell?.classList.remove("is-target");
    ghost.remove();
  },
});
