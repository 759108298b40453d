// What a page says into the clipboard: data-copy="text", a link's own address (data-copy-link), or what stands at it
// (data-copy-text). Where the browser refuses, the text is shown, selected, so that it can be copied by hand.
import { make, on, say } from "../dom.js";
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
  const rows = Math.min(12, text.split("\n").length + 1);
  const field = make("textarea", { className: "input", value: text, readOnly: true, rows, "aria-label": say("notCopied") });
  const body = make("div", { className: "dialog-body" }, make("p", {}, say("notCopied")), field);
  const dialog = make("dialog", { className: "dialog", onclose: () => dialog.remove() }, body);
  (document.getElementById("dialogs") ?? document.body).append(dialog);
  dialog.showModal();
  field.select();
}

export async function copy(text) {
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
  copy(textAt(link.href)).catch(() => toast(say("refused"), { danger: true }));
});
