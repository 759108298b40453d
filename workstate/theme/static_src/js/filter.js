// The filter bar: what may stand at the cursor is offered while one types, what is wrong is underlined in its place, and the
// builder writes into it. Loaded when a bar is shown; without it the bar is a plain form.
import { askJson, on, onEscape } from "./dom.js";
import { mark, markedOf, optionsOf, stepOf, stepped } from "./listbox.js";
import { lettersUpTo, option, placeOf } from "./filter/offers.js";
import { tell, toldOf } from "./filter/telling.js";

const PAUSE = 140;
const field = "[data-filter] [role=combobox]";
const about = (form) => (form.dataset.about ? { about: form.dataset.about } : {}); // What is filtered: tasks, or time.
const partsOf = (element) => {
  const form = element.closest("[data-filter]");
  return { form, input: form.querySelector("[role=combobox]"), list: form.querySelector("[role=listbox]") };
};
let waiting;
let turn = 0;
let items = [];

function close({ input, list }) {
  turn++;
  clearTimeout(waiting);
  list.hidden = true;
  list.replaceChildren();
  mark(input, list);
  input.setAttribute("aria-expanded", "false");
}

function offer(parts, wanted = true) {
  clearTimeout(waiting);
  const { form, input, list } = parts;
  const asked = ++turn;
  waiting = setTimeout(async () => {
    const text = input.value;
    const query = new URLSearchParams({ filter: text, cursor: lettersUpTo(text, input.selectionStart), ...about(form) });
    const answer = await askJson(`${form.dataset.askUrl}?${query}`);
    if (asked !== turn || !answer || input.value !== text) return;
    tell(parts, answer.wrong, document.activeElement === input ? input.selectionStart : -1);
    items = wanted ? answer.items : [];
    list.replaceChildren(...items.map((item, at) => option(item, at, form.dataset.sprite)));
    list.hidden = !items.length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(input, list);
  }, PAUSE);
}

function choose(parts, line) {
  const { input } = parts;
  const item = items[line.dataset.index];
  const behind = item.insert.endsWith(" ") ? "" : " ";
  input.setRangeText(item.insert + behind, placeOf(input.value, item.start), placeOf(input.value, item.end), "end");
  input.focus();
  offer(parts);
}

/** A filter that cannot be read is not sent: what is wrong with it is told where it stands. */
async function send(parts) {
  const { form, input } = parts;
  const answer = await askJson(`${form.dataset.askUrl.replace("completion/", "check/")}?${new URLSearchParams({ filter: input.value, ...about(form) })}`);
  if (answer?.wrong) return void (close(parts), tell(parts, answer.wrong, -1));
  form.dataset.checked = input.value;
  form.requestSubmit();
}

on("input", field, (event, input) => {
  if (event.isComposing) return;
  tell(partsOf(input), null, -1);
  offer(partsOf(input));
});
on("click", field, (event, input) => offer(partsOf(input)));
on("scroll", field, (event, input) => (toldOf(partsOf(input)).scrollLeft = input.scrollLeft), true);
on("focusout", field, (event, input) => {
  close(partsOf(input));
  if (input.value.trim()) offer(partsOf(input), false);
});
on("keydown", field, (event, input) => {
  if (event.isComposing) return;
  const parts = partsOf(input);
  const step = stepOf(event);
  const marked = markedOf(parts.list);
  if (step && parts.list.hidden) offer(parts);
  else if (step) mark(input, parts.list, stepped(optionsOf(parts.list), marked, step));
  else if ((event.key === "Enter" || event.key === "Tab") && marked) choose(parts, marked);
  else return;
  event.preventDefault();
});
onEscape(field, (input) => {
  const parts = partsOf(input);
  if (!parts.list.hidden) close(parts);
  else input.blur();
});
on("mousedown", "[data-filter] [role=listbox]", (event) => event.preventDefault()); // The field keeps the cursor.
on("click", "[data-filter] [role=option]", (event, line) => choose(partsOf(line), line));
on("submit", "[data-filter]", (event, form) => {
  const parts = partsOf(form);
  if (event.submitter?.name === "filter" || form.dataset.checked === parts.input.value) return;
  event.preventDefault();
  send(parts);
});
on("click", "[data-filter-use]", (event, button) => {
  const input = document.querySelector(field);
  button.closest("dialog")?.close();
  if (!input) return;
  input.value = button.dataset.filterUse;
  input.form.requestSubmit();
});

/** Show the bar and begin to type in it, over what stands there; asked for again, put it away while nothing stands in it. */
export function open() {
  const form = document.querySelector("[data-filter]");
  const input = form?.querySelector("[role=combobox]");
  if (form && !form.classList.toggle("is-away", !form.classList.contains("is-away") && !input.value)) input.select();
}
