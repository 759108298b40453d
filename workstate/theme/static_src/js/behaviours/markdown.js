// Fields of Markdown (data-markdown): buttons (data-mark) and Ctrl+B, I, K put marks in, Enter goes on with a list,
// Ctrl+Enter sends.
import { on } from "../dom.js";

const FIELD = "[data-markdown]";
const KEYS = { b: "bold", i: "italic", k: "link" };
const ITEM = /^(\s*)(?:([-*+])|(\d{1,8})([.)]))( \[[ xX]\])? +/;

/** Replace a part of the field as if it were typed, so that the browser can take it back; then select from–to of it. */
export function put(field, start, end, text, from = text.length, to = from) {
  field.focus();
  field.setSelectionRange(start, end);
  const typed = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!typed) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.setSelectionRange(start + from, start + to);
}

function around(field, mark, start, end, chosen) {
  const { value } = field;
  if (value.slice(start - mark.length, start) === mark && value.startsWith(mark, end)) {
    return put(field, start - mark.length, end + mark.length, chosen, 0, chosen.length);
  }
  return put(field, start, end, mark + chosen + mark, mark.length, mark.length + chosen.length);
}

function ahead(field, mark) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const lines = field.value.slice(start, field.selectionEnd).split("\n");
  const marked = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (marked ? line.slice(mark.length) : mark + line.replace(ITEM, "$1"))).join("\n");
  put(field, start, field.selectionEnd, text);
}

const MARKS = {
  bold: (field, ...at) => around(field, "**", ...at),
  italic: (field, ...at) => around(field, "*", ...at),
  list: (field) => ahead(field, "- "),
  check: (field) => ahead(field, "- [ ] "),
  link(field, start, end, chosen) {
    if (/^https?:\/\/\S+$/.test(chosen)) return put(field, start, end, `[](${chosen})`, 1);
    return put(field, start, end, `[${chosen}](https://)`, chosen.length + 3, chosen.length + 11);
  },
  code(field, start, end, chosen) {
    if (!chosen.includes("\n")) return around(field, "`", start, end, chosen);
    return put(field, start, end, `\`\`\`\n${chosen}\n\`\`\``, 4, 4 + chosen.length);
  },
};

function change(field, name) {
  const { selectionStart: start, selectionEnd: end } = field;
  MARKS[name](field, start, end, field.value.slice(start, end));
}

/** Enter behind an item begins the next one; behind an empty one it ends the list. */
function nextItem(field) {
  const at = field.selectionStart;
  if (at !== field.selectionEnd) return false;
  const start = field.value.lastIndexOf("\n", at - 1) + 1;
  const line = field.value.slice(start, at);
  const item = line.match(ITEM);
  if (!item) return false;
  if (item[0].length === line.length) put(field, start, at, "");
  else put(field, at, at, `\n${item[1]}${item[2] ?? Number(item[3]) + 1 + item[4]}${item[5] ? " [ ]" : ""} `);
  return true;
}

// The button must not take the cursor, nor what is selected.
on("mousedown", "[data-mark]", (event) => event.preventDefault());
on("click", "[data-mark]", (event, button) => change(button.closest("form").querySelector(FIELD), button.dataset.mark));

on("keydown", FIELD, (event, field) => {
  if (event.isComposing || event.altKey) return;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && control) field.form.requestSubmit();
  else if (control && !event.shiftKey && KEYS[event.key]) change(field, KEYS[event.key]);
  else if (!(event.key === "Enter" && !control && !event.shiftKey && nextItem(field))) return;
  event.preventDefault();
  event.stopPropagation();
});
