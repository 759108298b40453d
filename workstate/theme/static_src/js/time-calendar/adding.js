// What was drawn is said in a small form beside it; the time stays drawn there until the server draws it, or nothing is said.
import { sentence } from "../hours/words.js";
import { newId } from "../ids.js";
import { columns, placeOf, spanTyped } from "./axis.js";
import { openBeside } from "./opening.js";
import { shadow } from "./shadow.js";

const pop = () => document.getElementById("tc-add");
const form = () => document.getElementById("tc-slot");
let drawn = null;

export function add({ start, stop, shown = shadow() }) {
  const column = columns().find((one) => placeOf(one, start) !== null);
  if (!column) return false;
  drawn?.gone();
  drawn = shown;
  drawn.name(sentence("New", {}));
  drawn.show(start, stop);
  form().reset();
  for (const field of form().querySelectorAll("[role=combobox]")) field.dispatchEvent(new Event("blur")); // It shows what is chosen again.
  const time = spanTyped(start, stop);
  const values = { start, stop, worked: time, shown: time, day: column.dataset.hours };
  for (const [name, value] of Object.entries(values)) form().elements[name].value = value;
  openBeside(pop(), drawn.element, document.activeElement.closest("[data-row]") ?? column);
  return true;
}

document.addEventListener("toggle", ({ target, newState }) => {
  if (target.id !== "tc-add") return;
  if (newState === "open") return void (form().elements.id.value = newId()); // One entry each time that it opens.
  if (!target.hasAttribute("data-sent")) drawn?.gone();
  drawn = null;
}, true);

// A form with a field of the name has no id of its own any more.
const isOurs = (ctx) => Boolean(ctx.sourceElement?.closest?.("#tc-slot"));

// At once: the form goes, what it said stands there, and comes back when it is refused.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (isOurs(ctx)) drawn?.name(ctx.sourceElement.elements.description.value || sentence("New", {}));
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (!isOurs(ctx) || !(ctx.response?.status < 300)) return;
  pop().setAttribute("data-sent", "");
  form().reset();
  pop().hidePopover();
  setTimeout(() => pop().removeAttribute("data-sent"), 100);
});
