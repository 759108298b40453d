// e is done with the subject at the cursor, u reads it or leaves it unread, b opens the times until which it may wait. They come before
// the keys of other lists, and are silent where those are.
const PRESSES = { e: "[data-told-done]", u: "[data-told-read]", b: "[popovertarget]" };

const isBusy = () => document.querySelector("dialog[open], .pop:popover-open") || document.activeElement?.matches("input, textarea, select, [contenteditable]");

document.addEventListener(
  "keydown",
  (event) => {
    const selector = PRESSES[event.key];
    if (!selector || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (document.documentElement.dataset.hotkeys === "off" || isBusy()) return;
    const row = document.activeElement?.closest?.(".told") ?? document.querySelector(".told.is-cursor");
    const button = row?.querySelector(selector);
    if (!button) return;
    event.preventDefault();
    button.click();
  },
  { capture: true },
);
