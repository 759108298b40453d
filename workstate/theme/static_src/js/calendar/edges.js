// What is dragged to an edge scrolls what is there.
const EDGE = 44;
const STEP = 12;

/** Scroll while `where` answers with a point near an edge of the hours or of the page, and say so to `moved`. */
export function edges(where, moved) {
  // Only as long as a pointer is down.
  let running = 0;
  const loop = () => {
    const at = where();
    const boxes = at ? [document.getElementById("cal-scroll"), document.querySelector(".body")] : [];
    for (const box of boxes) if (box && scrolled(box, at)) moved();
    if (running) requestAnimationFrame(loop);
  };
  document.addEventListener("pointerdown", () => {
    if (!running++) requestAnimationFrame(loop);
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (running = 0));
}

function scrolled(box, { x, y }) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  if (x < left || x > right || y < top || y > bottom) return false;
  const before = box.scrollTop + box.scrollLeft;
  const head = box.querySelector(":scope > .cal-clocks > .cal-day")?.offsetHeight ?? 0; // There one drops, and does not scroll.
  if (y > top + head && y < top + head + EDGE) box.scrollTop -= STEP;
  else if (y > bottom - EDGE) box.scrollTop += STEP;
  if (x < left + EDGE) box.scrollLeft -= STEP;
  else if (x > right - EDGE) box.scrollLeft += STEP;
  return box.scrollTop + box.scrollLeft !== before;
}
