// Writing a comment: replies, Esc, the next identifier, and the comment that an address names.
import htmx from "../htmx.js";
import { each, isDirty, on, onEscape } from "../dom.js";
import { release } from "./markdown-edit.js";

const composer = () => document.querySelector("#drawer [data-composer]") ?? document.querySelector("[data-composer]");

let answer = { form: "", id: "", name: "" }; // Whom the next comment answers: it outlives a form that is drawn anew.
function answerTo(form, id, name) {
  answer = { form: form.id, id, name };
  form.elements.parent.value = id;
  const shown = form.querySelector("[data-reply-shown]");
  shown.hidden = !id;
  const words = shown.querySelector("span");
  words.textContent = words.dataset.words.replace("{name}", name);
  return form.elements.text;
}

on("click", "[data-reply]", (event, button) => answerTo(composer(), button.dataset.reply, button.dataset.replyTo).focus());
on("click", "[data-reply-drop]", (event, button) => answerTo(button.closest("form"), "", "").focus());

onEscape("[data-composer] textarea", (field) => {
  (field.closest(".drawer") ?? document.getElementById("main")).focus({ preventScroll: true });
});

let [sent, sending] = ["", ""];
let [busy, again] = [false, false];
// One at a time: until the last has arrived, the next would bear its identifier and be taken for it.
on("submit", "[data-composer]", (event) => {
  if (!busy) return ([busy, sending] = [true, answer.id]);
  again = true;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches?.("[data-composer]")) return;
  const next = again && ctx.response?.status < 300 ? composer() : null;
  [busy, again] = [false, false];
  if (next?.elements.text.value) next.requestSubmit();
});
document.addEventListener("comment:sent", ({ detail }) => {
  const form = composer();
  if (!form) return;
  form.elements.comment.value = detail.next;
  // Whoever has chosen another comment to answer while this one was on its way keeps that choice.
  if (answer.id === sending) answerTo(form, "", "").focus();
  sent = detail.id;
});

/** The comment that was just sent, or that the address names, comes into sight. */
function show(id) {
  const comment = id && document.getElementById(`comment-${id}`);
  comment?.scrollIntoView({ block: "nearest" });
  return comment;
}
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const form = composer();
  if (form?.id === answer.form && form.elements.parent.value !== answer.id) answerTo(form, answer.id, answer.name);
  if (sent && ctx.target?.id === "task-stream" && show(sent)) sent = "";
});

function showNamed() {
  document.querySelector(".comment.is-named")?.classList.remove("is-named");
  show(location.hash.match(/^#comment-([0-9a-f-]{36})$/)?.[1])?.classList.add("is-named");
}
each(".stream-body", showNamed);
addEventListener("hashchange", showNamed);

each("[data-comment-edit]", (form) => form.scrollIntoView({ block: "nearest" }));

let reacting = "";
on("click", "[data-react]", (event, button) => (reacting = button.dataset.react));
on("click", "[data-emoji]", (event, button) => {
  button.closest("[popover]").hidePopover();
  htmx.ajax("POST", reacting, { source: document.body, target: document.body, swap: "none", values: { emoji: button.dataset.emoji } });
});

/** Leave the form in which a comment is changed: the stream is drawn anew. */
function leave(form) {
  release(form);
  htmx.trigger(document.body, "discussion:changed", {});
}
on("click", "[data-edit-leave]", (event, link) => {
  event.preventDefault();
  leave(link.closest("form"));
});
onEscape("[data-comment-edit] textarea", (field) => {
  if (isDirty(field)) field.blur();
  else leave(field.form);
});
