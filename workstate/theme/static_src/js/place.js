// Where a panel stands: beside what opened it, and inside the window.
const GAP = 4;
const EDGE = 8;

/** The anchor is an element, or a rectangle in the window. */
export function place(panel, anchor, prefer = "below") {
  const at = anchor instanceof DOMRect ? anchor : anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const rightToLeft = document.documentElement.dir === "rtl";
  let left = rightToLeft ? at.right - width : at.left;
  if (left + width > innerWidth - EDGE) left = at.right - width;
  left = Math.max(EDGE, Math.min(left, innerWidth - width - EDGE));
  const fitsBelow = at.bottom + GAP + height <= innerHeight - EDGE;
  const fitsAbove = at.top - GAP - height >= EDGE;
  const below = prefer === "below" ? fitsBelow || !fitsAbove : fitsBelow && !fitsAbove;
  const top = below ? at.bottom + GAP : at.top - GAP - height;
  panel.style.left = `${left}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}
