// @ in a field of Markdown offers who sees the place, # the tasks one sees: ↑ ↓ choose, Enter and Tab take, Esc leaves the word.
import { announce, askJson, make, on } from "../dom.js";
import { makeList, makeOption, mark, markedOf, stepOf, stepped } from "../listbox.js";
import { put } from "./markdown.js";
import { place } from "./popover.js";

const BEGUN = /(?:^|[^\w@#&./+-])([@#])([\p{L}\p{N}_.'-]{0,60})$/u;
const MOST = 8;
const asked = {}; // People by address: once a page.
let open = null; // {field, start, found}

const made = () => document.body.appendChild(makeList("mention-list", "pop mention-list", { popover: "manual" }));
const list = () => document.getElementById("mention-list") ?? made();
const personOf = (item) => open.found[[...list().children].indexOf(item)];

function close() {
  if (!open) return;
  list().hidePopover();
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) open.field.removeAttribute(name);
  open = null;
}

function choose(item) {
  mark(open.field, list(), item);
  announce(personOf(item).name);
}

function take(item) {
  const { field, start } = open;
  const { handle } = personOf(item);
  close();
  put(field, start, field.selectionEnd, `${handle} `);
}

async function namesFor({ dataset: { people } }, sign, typed) {
  if (sign === "#") return (await askJson(`${people}?task=${encodeURIComponent(typed)}`))?.tasks ?? [];
  const all = (await (asked[people] ??= askJson(people)))?.people ?? [];
  const fits = ({ handle, name }) => [handle, ...name.toLowerCase().split(/\s+/)].some((word) => word.startsWith(typed));
  return all.filter(fits).sort((a, b) => a.handle.length - b.handle.length).slice(0, MOST);
}

const begunIn = (field) => field.selectionStart === field.selectionEnd && field.value.slice(0, field.selectionStart).match(BEGUN);

async function offer(field) {
  const begun = begunIn(field);
  if (!begun) return close();
  const [, sign, typed] = begun;
  const found = await namesFor(field, sign, typed.toLowerCase());
  // Another letter, or another field, asks for itself.
  if (document.activeElement !== field || begunIn(field)?.[0] !== begun[0]) return;
  if (!found.length) return close();
  open = { field, start: field.selectionStart - typed.length, found };
  const draw = ({ handle, name }, index) => makeOption(`mention-${index}`, name, make("span", { className: "quiet" }, sign + handle));
  list().replaceChildren(...found.map(draw));
  list().showPopover();
  place(list(), field, "above");
  field.setAttribute("aria-controls", "mention-list");
  field.setAttribute("aria-autocomplete", "list");
  choose(list().firstElementChild);
}

on("input", "[data-markdown][data-people]", (event, field) => offer(field));
on("focusout", "[data-markdown]", () => close());
on("mousedown", "#mention-list li", (event, item) => {
  event.preventDefault();
  choose(item);
  take(item);
});
document.addEventListener("keydown", (event) => {
  if (!open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (stepOf(event)) choose(stepped([...list().children], markedOf(list()), stepOf(event)));
  else if (event.key === "Enter" || event.key === "Tab") take(markedOf(list()));
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
