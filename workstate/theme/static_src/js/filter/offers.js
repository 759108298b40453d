// What may stand at the cursor, as options. The server counts letters (code points), the browser halves of them.
import { make } from "../dom.js";
import { makeOption } from "../listbox.js";

export const lettersUpTo = (text, place) => [...text.slice(0, place)].length;
export const placeOf = (text, letters) => [...text].slice(0, letters).join("").length;

const SVG = "http://www.w3.org/2000/svg";

function icon(sprite, name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ class: "icon", width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(key, value);
  svg.append(document.createElementNS(SVG, "use"));
  svg.firstChild.setAttribute("href", `${sprite}#${name}`);
  return svg;
}

export function option({ title, hint, icon: name, colour }, index, sprite) {
  const sign = colour ? make("span", { className: `dot colour-${colour}` }) : name && icon(sprite, name);
  const line = makeOption(`filter-option-${index}`, sign, make("span", { className: "clip", textContent: title }), hint && make("small", { className: "clip", textContent: hint }));
  line.dataset.index = index;
  line.setAttribute("aria-selected", "false");
  return line;
}
