// A description is text until it is clicked: then an editor in its place. Esc keeps a draft, which remembers the text that it
// was made from; what others save meanwhile shows as a conflict and never takes either text.
import htmx from "../htmx.js";
import { attempt, each, on, onEscape } from "../dom.js";
import { drafts } from "./draft.js";

const part = (element) => element.closest("[data-describe]");
const fieldOf = (section) => section.querySelector("[data-unsaved]");
const kept = (field) => attempt(() => JSON.parse(drafts.get(field.dataset.unsaved) || "null"));

/** Say that there is a draft, while the editor is closed. */
function tell(section) {
  const field = fieldOf(section);
  const draft = field && kept(field);
  if (field) section.querySelector("[data-draft-kept]").hidden = !draft || draft.text === field.defaultValue || section.querySelector("details").open;
}

const toggle = (section, open) => (section.querySelector("details").open = open);

each("[data-describe]", (section) => tell(section));

on("toggle", "[data-describe] > details", (event, details) => {
  const section = part(details);
  const field = fieldOf(section);
  if (details.open) {
    const draft = kept(field);
    if (draft && field.value === field.defaultValue) {
      field.value = draft.text;
      field.form.elements.before.value = draft.before;
      field.form.dataset.keep = "";
    }
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  tell(section);
}, true);

on("input", "[data-unsaved]", (event, field) => {
  const changed = field.value !== field.defaultValue;
  drafts.set(field.dataset.unsaved, changed ? JSON.stringify({ text: field.value, before: field.form.elements.before.value }) : "");
  field.form.toggleAttribute("data-keep", changed); // News must not slip another "before" under what is being written.
});

onEscape("[data-unsaved]", (field) => {
  toggle(part(field), false);
  part(field).querySelector("summary").focus();
});

on("click", "[data-describe-shown]", (event, shown) => {
  if (event.target.closest("a, input, label, summary") || !getSelection().isCollapsed) return;
  if (part(shown).querySelector("details")) toggle(part(shown), true);
});
on("click", "[data-describe-open]", (event, button) => toggle(part(button), true));
on("click", "[data-describe-discard]", (event, button) => {
  const section = part(button);
  release(fieldOf(section).form);
  drafts.set(fieldOf(section).dataset.unsaved, "");
  toggle(section, false);
  htmx.ajax("GET", fieldOf(section).form.action, { source: section, target: section, swap: "outerMorph", push: "false" });
});

/** Let the answer draw the form anew. */
export function release(form) {
  form.closest("[data-keep]")?.removeAttribute("data-keep");
  for (const field of form.querySelectorAll("textarea")) field.defaultValue = field.value;
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  const status = ctx.response.status;
  if (!form.matches?.("form[data-releases]") || ctx.request.method === "GET" || (status >= 400 && status !== 400 && status !== 409)) return;
  release(form);
  const field = form.querySelector("[data-unsaved]");
  if (!field || status >= 400) return;
  drafts.set(field.dataset.unsaved, "");
  toggle(part(form), false);
});
