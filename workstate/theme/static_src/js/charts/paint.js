// The theme's colours as a canvas needs them. Paper is light whatever the theme.
import { make } from "../dom.js";

let paper = false;
export const onPaper = () => paper;
export const setPaper = (is) => (paper = is);

/** What a colour of the theme is just now; a probe resolves light-dark() and the class of a project colour. */
export function paint(value, className = "") {
  const probe = make("i", { className, hidden: true });
  if (paper) probe.style.colorScheme = "light";
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export const paintSeries = (name) => paint("var(--c)", `colour-${name || "slate"}`);

export const isStill = () => paper || matchMedia("(prefers-reduced-motion: reduce)").matches;
