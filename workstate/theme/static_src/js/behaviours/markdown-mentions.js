// @ in a field of Markdown offers the people of the workspace: ↑ ↓ choose, Enter and Tab take, Esc leaves the word as it is.
import { announce, on } from "../dom.js";
import { put } from "./markdown.js";
import { place } from "./popover.js";

const BEGUN = /(?:^|[^\w@./+-])@([\p{L}\p{N}_.'-]{0,60})$/u;
const MOST = 8;
let people; // Asked for once a page.
let open = null; // {field, start, found, at}

const list = () => document.getElementById("mention-list") ?? make();

function make() {
  const element = document.createElement("ul");
  Object.assign(element, { id: "mention-list", className: "pop mention-list", popover: "manual" });
  element.setAttribute("role", "listbox");
  document.body.append(element);
  return element;
}

async function known(field) {
  people ??= fetch(field.dataset.people, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { people: [] }))
    .then((answer) => answer.people)
    .catch(() => []);
  return people;
}

function close() {
  if (!open) return;
  list().hidePopover();
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) open.field.removeAttribute(name);
  open = null;
}

function choose(at) {
  open.at = (at + open.found.length) % open.found.length;
  [...list().children].forEach((item, index) => item.setAttribute("aria-selected", String(index === open.at)));
  open.field.setAttribute("aria-activedescendant", `mention-${open.at}`);
  announce(open.found[open.at].name);
}

function take() {
  const { field, start, found, at } = open;
  close();
  put(field, start, field.selectionEnd, `${found[at].handle} `);
}

async function offer(field) {
  const begun = field.selectionStart === field.selectionEnd && field.value.slice(0, field.selectionStart).match(BEGUN);
  if (!begun) return close();
  const typed = begun[1].toLowerCase();
  const all = await known(field);
  if (document.activeElement !== field) return;
  const fits = ({ handle, name }) => [handle, ...name.toLowerCase().split(/\s+/)].some((word) => word.startsWith(typed));
  const found = all.filter(fits).sort((a, b) => a.handle.length - b.handle.length).slice(0, MOST);
  if (!found.length) return close();
  open = { field, start: field.selectionStart - begun[1].length, found, at: 0 };
  const items = found.map(({ handle, name }, index) => {
    const item = Object.assign(document.createElement("li"), { id: `mention-${index}`, className: "menu-item" });
    item.setAttribute("role", "option");
    item.append(name, Object.assign(document.createElement("span"), { className: "quiet", textContent: `@${handle}` }));
    return item;
  });
  list().replaceChildren(...items);
  list().showPopover();
  place(list(), field, "above");
  field.setAttribute("aria-controls", "mention-list");
  field.setAttribute("aria-autocomplete", "list");
  choose(0);
}

on("input", "[data-markdown][data-people]", (event, field) => offer(field));
on("focusout", "[data-markdown]", () => close());
on("mousedown", "#mention-list li", (event, item) => {
  event.preventDefault();
  choose([...list().children].indexOf(item));
  take();
});
document.addEventListener("keydown", (event) => {
  if (!open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown") choose(open.at + 1);
  else if (event.key === "ArrowUp") choose(open.at - 1);
  else if (event.key === "Enter" || event.key === "Tab") take();
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
