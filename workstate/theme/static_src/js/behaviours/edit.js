// Text edited in place (data-edit on an input or textarea inside a form): Enter and leaving save, Esc restores;
// a refusal puts the old text back and says why.
import { on, say } from "../dom.js";
import { toast } from "./toast.js";

const EDIT = "[data-edit]";

function save(field) {
  const isNew = field.value.trim() !== field.defaultValue.trim();
  if (!isNew || !field.checkValidity()) {
    if (isNew) toast(field.validationMessage, { danger: true });
    field.value = field.defaultValue;
    return;
  }
  // What the person had before their eyes: the server says when somebody else has changed it meanwhile.
  const was = field.form.elements[`${field.name}_was`];
  if (was) was.value = field.defaultValue;
  field.sentValue = field.value;
  field.form.requestSubmit();
}

on("keydown", EDIT, (event, field) => {
  if (event.isComposing) return;
  const oneLine = field instanceof HTMLInputElement || field.dataset.edit === "line";
  if (event.key === "Enter" && (oneLine ? !event.shiftKey : event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    field.blur();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    field.value = field.defaultValue;
    field.blur();
  }
});
on("focusout", EDIT, (event, field) => save(field));
on("change", "select[data-save], input[data-save]", (event, field) => field.form.requestSubmit());

// Each answer is about what its own request carried: the next one may wait already, and news of what is around asks for itself.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const field = ctx.sourceElement.querySelector?.(EDIT);
  if (field?.form !== ctx.sourceElement || field.sentValue === undefined) return;
  ctx.edited = { field, sent: field.sentValue };
  delete field.sentValue;
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (!ctx.edited) return;
  const { field, sent } = ctx.edited;
  ctx.edited = null;
  const asks = ctx.hx?.retarget; // What was typed stands in the question.
  if (!asks && ctx.response.status < 400) field.defaultValue = sent;
  else if (field.value === sent) field.value = field.defaultValue;
  if (asks || ctx.response.status < 400) return;
  field.setAttribute("aria-invalid", "true");
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => ctx?.edited && toast(say("refused"), { danger: true }));
