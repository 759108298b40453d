// A cell edited in place. Enter saves and goes down, Tab goes right, Esc takes back; what is chosen is chosen in the panel that the
// keys of lists open. News wait as long as somebody types.
import { announce, make } from "../dom.js";
import { editOf, focusCell, headOf, keyOf, neighbour, numberOf, urlOf, words, wordsOf } from "./grid.js";
import { cellAt, forgive, hush, reasonOf, refuse, tell, typedIn } from "./refusals.js";
import { fill } from "./saving.js";

// Who types over a cell goes on by an arrow; who opened it to edit goes through the words.
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let open = null;
let stale = false;
export const isEditing = () => Boolean(open);

/** By what one did: typing begins with the first letter. */
export function edit(cell, begun) {
  const as = editOf(cell);
  if (as === "typed") type(cell, begun);
  else if (as === "chosen") cell.dispatchEvent(new CustomEvent("pick:open", { bubbles: true, detail: { url: urlOf(cell) + headOf(cell).dataset.choices } }));
  else if (as === "ticked") put(cell, wordsOf(cell) ? "no" : "yes");
  else if (cell.dataset.fixed) tell(cell, cell.dataset.fixed);
  else announce(words("fixed"));
  return true;
}

function type(cell, begun) {
  close(true);
  const was = wordsOf(cell);
  const value = begun ?? typedIn(cell) ?? was;
  const field = make("input", { type: "text", className: "grid-input", value, maxLength: 5000, autocomplete: "off", "aria-label": headOf(cell).dataset.label ?? headOf(cell).innerText.trim(), "data-unsent": "" });
  if (reasonOf(cell)) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "grid-wrong");
  }
  cell.classList.add("is-editing");
  cell.append(field);
  open = { cell, field, was, steps: begun === undefined ? {} : ARROWS };
  field.focus();
  if (begun === undefined) field.select();
  if (reasonOf(cell)) tell(cell, reasonOf(cell));
  field.addEventListener("keydown", keyed);
  field.addEventListener("input", () => (hush(), field.removeAttribute("aria-invalid")));
  field.addEventListener("blur", () => close(true));
}

function keyed(event) {
  if (event.isComposing) return;
  event.stopPropagation();
  const back = event.shiftKey ? -1 : 1;
  const ways = { Enter: [back, 0], Tab: [0, back], Escape: [0, 0], ...open.steps };
  if (!(event.key in ways)) return;
  event.preventDefault();
  const { cell } = open;
  const next = neighbour(cell, ...ways[event.key]);
  close(event.key !== "Escape");
  focusCell(next ?? cell);
}

export function close(save) {
  if (!open) return;
  const { cell, field, was } = open;
  open = null; // Removing a field that has the focus blurs it.
  const text = field.value.trim();
  field.remove();
  cell.classList.remove("is-editing");
  if (!save) forgive(cell);
  if (save && text !== was) put(cell, text);
  if (stale) document.dispatchEvent(new CustomEvent("tasks:changed"));
  stale = false;
}

/** Show it at once; what is refused stays in the cell, to be mended. */
async function put(cell, text) {
  const [number, key] = [numberOf(cell), keyOf(cell)];
  const before = [...cell.childNodes];
  if (editOf(cell) === "typed" && cell.cellIndex) cell.replaceChildren(text);
  cell.classList.add("is-saving");
  const refusal = await fill([[number, key, text]]);
  const now = cell.isConnected ? cell : cellAt(number, key);
  cell.classList.remove("is-saving");
  if (!refusal) return now && forgive(now);
  if (cell.isConnected && cell.cellIndex && !open) cell.replaceChildren(...before);
  if (!now) return announce(refusal.message);
  refuse(now, text, refusal.cells[0]?.message ?? refusal.message);
  const free = !document.activeElement || document.activeElement === document.body || document.activeElement.closest(".task-table");
  if (!open && free && editOf(now) === "typed") type(now);
  else if (!open) tell(now, refusal.message);
  else announce(refusal.message);
}

document.addEventListener("htmx:before:swap", (event) => {
  const { target } = event.detail.ctx;
  if (!open || !(target instanceof Element) || !target.contains(open.cell)) return;
  event.preventDefault();
  stale = true;
});
