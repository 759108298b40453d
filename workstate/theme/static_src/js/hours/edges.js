// What is dragged to an edge scrolls what is there.
const EDGE = 44;
const STEP = 12;
const REST = 350; // What only passes by an edge scrolls nothing.
let since = 0;

/** Scroll while `where` answers with a point near an edge of the hours or of the page, and say so to `moved`. */
export function edges(where, moved) {
  // Only as long as a pointer is down.
  let running = 0;
  const loop = () => {
    const at = where();
    const boxes = at ? [document.getElementById("cal-scroll"), document.querySelector(".body")] : [];
    const near = boxes.filter((box) => box && towards(box, at));
    if (!near.length) since = 0;
    else since ||= performance.now();
    if (since && performance.now() - since > REST) {
      for (const box of near) box.scrollBy(...towards(box, at));
      moved();
    }
    if (running) requestAnimationFrame(loop);
  };
  document.addEventListener("pointerdown", () => {
    if (!running++) requestAnimationFrame(loop);
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (running = 0));
}

/** In which direction, as [aside, down], what is at the point scrolls the box. */
function towards(box, { x, y }) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  if (x < left || x > right || y < top || y > bottom) return null;
  const head = box.querySelector(":scope > .cal-clocks > .cal-day")?.offsetHeight ?? 0; // There one drops, and does not scroll.
  const down = y > bottom - EDGE ? 1 : y > top + head && y < top + head + EDGE ? -1 : 0;
  const aside = x > right - EDGE ? 1 : x < left + EDGE ? -1 : 0;
  return down || aside ? [aside * STEP, down * STEP] : null;
}
