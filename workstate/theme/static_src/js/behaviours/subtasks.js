// Subtasks by keyboard: Enter adds and goes on (the form does), Tab puts the next one under the last, Shift+Tab back; Alt+→ and
// Alt+← put a task under the one above it and out again, in the tree of a task and in lists ordered by hand.
import htmx from "../htmx.js";
import { on } from "../dom.js";

const lines = (list) => [...list.querySelectorAll(":scope > [data-id]")];
const innerOf = (item) => item?.querySelector(":scope > [data-sortable]");

/** The item that the line would add to, the open task's own list at depth 0. */
function put(form, item) {
  const tree = form.parentElement.querySelector("[data-subtasks]");
  form.elements.under.value = item?.dataset.id ?? "";
  let depth = 0;
  for (let above = item; above && tree.contains(above); above = above.parentElement.closest("[data-id]")) depth++;
  form.dataset.depth = depth;
}

on("keydown", "[data-subtask-add] input[name=title]", (event, field) => {
  if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return;
  const form = field.form;
  const tree = form.parentElement.querySelector("[data-subtasks]");
  const under = tree.querySelector(`[data-id="${CSS.escape(form.elements.under.value)}"]`);
  if (event.shiftKey) {
    if (!under) return;
    put(form, under.parentElement.closest("[data-subtasks] [data-id]"));
  } else {
    const last = lines(under ? (innerOf(under) ?? under) : tree).at(-1);
    if (!field.value.trim() || !last || !innerOf(last)) return; // An empty line is left by Tab as every field is.
    put(form, last);
  }
  event.preventDefault();
});
// What is drawn anew says nothing of the level: the next one stands where the last did, in the same task.
let level = null;
document.addEventListener("htmx:before:swap", () => {
  const form = document.querySelector("[data-subtask-add]");
  if (form?.elements.under.value) level = { of: form.getAttribute("action"), under: form.elements.under.value };
});
document.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector("[data-subtask-add]");
  if (level && form?.getAttribute("action") === level.of) put(form, form.parentElement.querySelector(`[data-id="${CSS.escape(level.under)}"]`));
  level = null;
});

on("keydown", "[data-sortable] [data-id][data-move-url]", (event, item) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !/^Arrow(Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  const inwards = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
  const values = inwards ? under(item) : out(item);
  if (!values) return;
  const link = document.activeElement?.closest("a") ? "a" : null;
  htmx.ajax("POST", item.dataset.moveUrl, { source: item, target: item, swap: "none", values });
  const back = () => {
    const again = document.getElementById(item.id);
    if (!again || again.contains(document.activeElement)) return;
    (link ? again.querySelector("a") : again).focus({ preventScroll: true });
  };
  document.addEventListener("htmx:after:swap", () => setTimeout(back), { once: true });
});

function under(item) {
  let above = item.previousElementSibling;
  while (above && !above.matches("[data-id]")) above = above.previousElementSibling;
  if (!above) return null;
  return { parent: above.dataset.id, after: innerOf(above) ? (lines(innerOf(above)).at(-1)?.dataset.id ?? "") : "" };
}

function out(item) {
  const above = item.parentElement.closest("[data-id]");
  if (!above) return JSON.parse(item.closest("[data-subtasks]")?.dataset.out ?? "null");
  return { parent: JSON.parse(above.parentElement.dataset.values).parent, after: above.dataset.id };
}
