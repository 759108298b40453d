// Native dialogs: anything with data-dialog-open="id" opens one; a click on the veil closes it;
// a dialog that htmx brings with data-open shows itself; HX-Trigger "dialog:close" closes what is open.
import { each, on } from "../dom.js";

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return dialog;
  dialog.returnTo = document.activeElement;
  dialog.showModal();
  (dialog.querySelector("[autofocus]") ?? dialog.querySelector("textarea, input:not([type=hidden]), select"))?.focus();
  return dialog;
}

on("click", "[data-dialog-open]", (event, button) => {
  event.preventDefault();
  button.closest("[popover]")?.hidePopover();
  openDialog(button.dataset.dialogOpen);
});
on("click", "[data-dialog-close]", (event, button) => button.closest("dialog")?.close());
on("pointerdown", "dialog", (event, dialog) => {
  if (event.target !== dialog) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});
document.addEventListener("close", ({ target }) => target.returnTo?.isConnected && target.returnTo.focus(), true);
// One that htmx brought has served: asked for again it comes anew, and there must not be two of one id.
document.addEventListener("close", ({ target }) => target.matches?.("dialog[data-open]") && target.remove(), true);
document.addEventListener("dialog:close", () => document.querySelectorAll("dialog[open]").forEach((d) => d.close()));
each("dialog[data-open]", (dialog) => !dialog.open && dialog.showModal());
