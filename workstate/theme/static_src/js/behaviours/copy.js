// What a page says into the clipboard: data-copy="text", a link's own address (data-copy-link), or what stands at it
// (data-copy-text). Where the browser refuses, the text is shown, selected, so that it can be copied by hand.
import { on, say } from "../dom.js";
import { toast } from "./toast.js";

const SHOWN = 60;

/** `text` may be a promise: Safari wants the clipboard asked for in the very click. */
async function intoClipboard(text) {
  if (!navigator.clipboard) throw new Error("This page was not sent in a way that browsers trust.");
  if (typeof text === "string" || !window.ClipboardItem) return navigator.clipboard.writeText(await text);
  const blob = text.then((found) => new Blob([found], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

function byHand(text) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const words = document.createElement("p");
  words.textContent = say("notCopied");
  const field = document.createElement("textarea");
  Object.assign(field, { className: "input", value: text, readOnly: true, rows: Math.min(12, text.split("\n").length + 1) });
  field.setAttribute("aria-label", words.textContent);
  const body = document.createElement("div");
  body.className = "dialog-body";
  body.append(words, field);
  dialog.append(body);
  dialog.addEventListener("close", () => dialog.remove());
  (document.getElementById("dialogs") ?? document.body).append(dialog);
  dialog.showModal();
  field.select();
}

async function copy(text) {
  try {
    await intoClipboard(text);
  } catch {
    return byHand(await text);
  }
  const found = await text;
  const short = found.length > SHOWN || found.includes("\n") ? `${found.split("\n")[0].slice(0, SHOWN)}…` : found;
  toast(say("copied", { text: short }));
}

const textAt = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "text/plain" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return (await answer.text()).trimEnd();
};

on("click", "[data-copy]", (event, button) => copy(button.dataset.copy));
on("click", "a[data-copy-link]", (event, link) => {
  event.preventDefault();
  copy(link.href);
});
on("click", "a[data-copy-text]", (event, link) => {
  event.preventDefault();
  const text = textAt(link.href);
  copy(text).catch(() => toast(say("refused"), { danger: true }));
});
on("click", "a[data-pop-close]", (event, link) => setTimeout(() => link.closest("[popover]")?.hidePopover(), 0));
