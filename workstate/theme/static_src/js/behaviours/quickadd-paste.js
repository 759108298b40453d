// Several lines pasted into the quick add line: "Add 12 tasks?" shows what they would make. Enter adds all, or they become
// one line.
import htmx from "../htmx.js";
import { meta, on, onEscape } from "../dom.js";
import { lineOf } from "./quickadd.js";

const offers = new WeakMap();

export const isOffer = (element) => element instanceof Element && element.matches("[data-quick-add-paste]");

async function offerLines(line, text) {
  const sent = new FormData(line.form);
  sent.set("text", text);
  sent.delete("ignored");
  sent.delete("id");
  const headers = { "X-CSRFToken": meta("csrf-token"), "HX-Request": "true" };
  line.offering = true; // An Enter that comes before the offer is meant for it.
  const html = await fetch(line.form.dataset.previewUrl, { method: "POST", body: new URLSearchParams(sent), headers })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  line.offering = false;
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelector("[data-quick-add-paste]");
  if (!found) return insert(line, text.replace(/\s+/g, " ").trim());
  const offer = document.adoptNode(found);
  line.form.parentElement.querySelector(":scope > [data-quick-add-paste]")?.remove();
  line.form.after(offer);
  offers.set(offer, line);
  htmx.process(offer);
  (offer.querySelector("button:not([disabled])") ?? offer).focus();
}

function insert(line, text) {
  line.field.focus();
  document.execCommand("insertText", false, text);
}

function leave(offer) {
  const line = offers.get(offer);
  offer.remove();
  line?.field.focus();
  return line;
}

on("click", "[data-paste-join]", (event, button) => {
  const offer = button.closest("[data-quick-add-paste]");
  insert(leave(offer), offer.dataset.joined);
});
on("click", "[data-paste-cancel]", (event, button) => leave(button.closest("[data-quick-add-paste]")));
onEscape("[data-quick-add-paste]", leave); // The dialog around it stays.

on("paste", "[data-quick-add] textarea", (event, field) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const line = lineOf(field);
  if (!line || text.split(/[\n\r\u2028\u2029]+/).filter((one) => one.trim()).length < 2) return;
  event.preventDefault();
  offerLines(line, text);
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const offer = ctx.sourceElement;
  if (!isOffer(offer)) return;
  if (ctx.response.status < 400) return leave(offer)?.form.closest("dialog")?.close();
  const page = new DOMParser().parseFromString(ctx.text ?? "", "text/html");
  offer.querySelector("[data-paste-error]").textContent = page.querySelector("[data-paste-error]")?.textContent ?? "";
});
