// Heads of columns: Shift adds to what is sorted by, dragging and Alt+arrows move a column, its edge and Alt+Shift+arrows set how
// wide it is. What the mouse does the menu of the head does too.
import { announce, attempt, on } from "../dom.js";
import { focusCell, grid, heads, rows, words } from "./grid.js";
import { post } from "./saving.js";

const STEP = 20;
const FOCUS = "grid-head";
const form = () => document.getElementById("grid-look");
const keys = () => heads().slice(1).map((head) => head.dataset.key);

/** Show the table so: the page comes anew, and the cursor goes back to the head. */
function ask(name, value, head) {
  const fields = { sort: form().dataset.sort, columns: form().elements.columns.value, [name]: value };
  for (const [key, text] of Object.entries(fields)) {
    const field = form().elements.namedItem(key)?.type === "hidden" ? form().elements.namedItem(key) : Object.assign(document.createElement("input"), { type: "hidden", name: key });
    field.value = text;
    form().append(field);
  }
  attempt(() => sessionStorage.setItem(FOCUS, head?.id ?? ""));
  form().requestSubmit();
}

function move(head, to) {
  const all = keys();
  const at = all.indexOf(head.dataset.key);
  if (at < 0 || to < 0 || to >= all.length || to === at) return;
  all.splice(to, 0, ...all.splice(at, 1));
  announce(words("moved", { name: head.innerText.trim(), place: to + 1, count: all.length }));
  ask("columns", all.join(","), head);
}
const nudge = (head, by) => move(head, keys().indexOf(head.dataset.key) + by);

let waiting;
let unsaved = null;
function save() {
  clearTimeout(waiting);
  const [head, wide] = unsaved ?? [];
  unsaved = null;
  if (!head) return;
  announce(words("wide", { name: head.innerText.trim(), width: wide }));
  post(grid().dataset.widthsUrl, { width: `${head.dataset.key}=${wide}` }).catch(() => null);
}
/** What is dragged is saved when it is let go, what is pressed a moment after the last key. */
function widen(head, width) {
  const wide = Math.round(Math.max(48, Math.min(800, width)));
  const col = document.getElementById(head.id.replace("head-", "col-"));
  grid().setAttribute("width", Number(grid().getAttribute("width")) + wide - Number(col.getAttribute("width")));
  col.setAttribute("width", wide);
  unsaved = [head, wide];
  clearTimeout(waiting);
  if (!drag) waiting = setTimeout(save, 300);
}
const widthOf = (head) => Number(document.getElementById(head.id.replace("head-", "col-")).getAttribute("width"));
const stretch = (head, by) => widen(head, widthOf(head) + by);

const ACTS = {
  ascending: (head) => ask("sort", head.dataset.key, head),
  descending: (head) => ask("sort", `-${head.dataset.key}`, head),
  left: (head) => nudge(head, -1),
  right: (head) => nudge(head, 1),
  wider: (head) => stretch(head, STEP),
  narrower: (head) => stretch(head, -STEP),
  hide: (head) => ask("columns", keys().filter((key) => key !== head.dataset.key).join(","), heads()[0]),
};
const meant = () => document.getElementById(`head-${document.getElementById("grid-menu").opener?.dataset.head}`);
on("click", "[data-head-act]", (event, button) => meant() && ACTS[button.dataset.headAct](meant()));
document.addEventListener("toggle", ({ target, newState }) => {
  if (target.id !== "grid-menu" || newState !== "open") return;
  const at = heads().indexOf(meant());
  const off = { left: at < 2, right: !at || at === heads().length - 1, hide: !at, ascending: !meant().ariaSort, descending: !meant().ariaSort };
  for (const item of target.querySelectorAll("[data-head-act]")) item.disabled = Boolean(off[item.dataset.headAct]);
}, true);

/** Arrows go from head to head, and down into the column; with Alt they move it, with Alt and Shift they make it wider. */
on("keydown", ".task-table thead th", (event, head) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const down = event.key === "ArrowDown" && !event.altKey && rows()[0]?.cells[head.cellIndex];
  if (!head.dataset.key || !(by || down)) return;
  event.preventDefault();
  event.stopPropagation();
  if (down) focusCell(down);
  else if (!event.altKey) heads()[head.cellIndex + by]?.querySelector("button").focus();
  else if (event.shiftKey) stretch(head, by * STEP);
  else nudge(head, by);
});
on("click", ".grid-sort[data-add-sort]", (event, button) => {
  if (dragged) return event.preventDefault();
  event.preventDefault();
  ask("sort", event.shiftKey ? button.dataset.addSort : button.value, button.closest("th"));
});

let drag = null;
let dragged = false;
document.addEventListener("pointerdown", (event) => {
  dragged = false;
  const head = event.button === 0 && event.target.closest?.(".task-table thead th[data-key]");
  if (!head) return;
  const edge = event.target.matches("[data-edge]");
  if (edge) event.target.setPointerCapture(event.pointerId);
  if (edge || (event.pointerType === "mouse" && head.cellIndex && event.target.closest(".grid-sort"))) drag = { head, edge, x: event.clientX, width: widthOf(head) };
});
const targetAt = (x) => heads().slice(1).find((head) => x < head.getBoundingClientRect().right) ?? heads().at(-1);
document.addEventListener("pointermove", ({ clientX }) => {
  if (!drag || (!dragged && Math.abs(clientX - drag.x) < 5)) return;
  dragged = true;
  if (drag.edge) return widen(drag.head, drag.width + clientX - drag.x);
  drag.head.classList.add("is-dragged");
  for (const head of heads()) head.classList.toggle("is-target", head === targetAt(clientX) && head !== drag.head);
  targetAt(clientX).classList.toggle("is-after", targetAt(clientX).cellIndex > drag.head.cellIndex);
});
function drop(event) {
  const { head, edge } = drag ?? {};
  drag = null;
  if (edge) save();
  for (const one of heads()) one.classList.remove("is-dragged", "is-target", "is-after");
  if (head && dragged && !edge && event.type === "pointerup") move(head, targetAt(event.clientX).cellIndex - 1);
}
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, drop);

const last = attempt(() => sessionStorage.getItem(FOCUS));
if (last) document.getElementById(last)?.querySelector("button")?.focus();
attempt(() => sessionStorage.removeItem(FOCUS));
