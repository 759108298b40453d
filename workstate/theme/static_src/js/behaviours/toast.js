// Short messages, stacked, gone after eight seconds unless the pointer or the focus rests on them.
// The server sends them as HX-Trigger: {"toast": {"text": "…", "undo": "/address/", "method": "POST", "danger": false}}
// or as markup appended to #toasts.
import htmx from "../htmx.js";
import { isTyping, on, say } from "../dom.js";

const LASTS = 8000;
const MOST = 4;
const clocks = new WeakMap();
const region = () => document.getElementById("toasts");

export function toast(text, { undo, method = "POST", danger = false, act } = {}) {
  const element = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  element.querySelector("p").textContent = text;
  // The same words again take the place of the older ones, unless those offer something.
  for (const older of [...region().children]) if (older.textContent === element.textContent && older.querySelector("[data-toast-act]").hidden) dismiss(older);
  element.classList.toggle("danger", danger);
  const button = element.querySelector("[data-toast-act]");
  if (undo || act) {
    button.hidden = false;
    button.textContent = act?.label ?? say("undo");
    if (undo) element.dataset.undo = undo;
    else withdraw(), (element.dataset.offer = "");
    button.addEventListener("click", () => {
      dismiss(element);
      withdraw();
      if (act) act.run();
      else htmx.ajax(method, undo, { source: document.body, target: document.body, swap: "none" });
    });
  }
  region().append(element);
  return element;
}

/** What was offered beside an earlier act, such as to move along what waits for it, is stale after the next one or its undoing. */
const withdraw = () => [...region().querySelectorAll("[data-offer]")].forEach(dismiss);

function dismiss(element) {
  clearTimeout(clocks.get(element));
  element.remove();
  const stack = region();
  if (!stack.childElementCount && stack.matches(":popover-open")) stack.hidePopover();
}

function wind(element) {
  clearTimeout(clocks.get(element));
  clocks.set(element, setTimeout(() => dismiss(element), LASTS));
}

// Shown anew each time, so that the stack lies over a dialog that opened meanwhile.
function arrived() {
  const stack = region();
  if (!stack?.childElementCount) return;
  if (stack.matches(":popover-open")) stack.hidePopover();
  stack.showPopover();
  while (stack.childElementCount > MOST) dismiss(stack.firstElementChild);
  for (const element of stack.children) if (!clocks.has(element)) wind(element);
}

const observer = new MutationObserver((changes) => {
  if (changes.some((change) => change.addedNodes.length)) arrived();
});
if (region()) observer.observe(region(), { childList: true });
arrived();

on("click", "[data-toast-close]", (event, button) => dismiss(button.closest("[data-toast]")));
on("pointerover", "[data-toast]", () => [...region().children].forEach((el) => clearTimeout(clocks.get(el))));
on("focusin", "[data-toast]", () => [...region().children].forEach((el) => clearTimeout(clocks.get(el))));
on("pointerout", "[data-toast]", () => [...region().children].forEach(wind));
on("focusout", "[data-toast]", () => [...region().children].forEach(wind));

document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail));

// Ctrl/⌘+Z takes back what the newest message tells of; in a field it is the field's own.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey) || isTyping()) return;
  const button = [...region().querySelectorAll(":is([data-undo], form) > .toast-act")].at(-1);
  if (!button) return;
  event.preventDefault();
  button.click();
});
