// data-tip="Start the timer" data-tip-key="s": a hint on hover and on keyboard focus, one for the whole page.
import { make, on } from "../dom.js";
import { capped } from "./commands.js";
import { place } from "./popover.js";

const WAIT = 450;
let tip;
let waiting;

function show(anchor) {
  if (!anchor.isConnected) return;
  if (!tip?.isConnected) tip = document.body.appendChild(make("div", { className: "tip", popover: "manual", "aria-hidden": "true" }));
  const { tip: words, tipKey } = anchor.dataset;
  tip.replaceChildren(words, ...(tipKey ? [make("kbd", {}, capped(tipKey))] : []));
  tip.showPopover();
  place(tip, anchor);
}

function hide() {
  clearTimeout(waiting);
  if (tip?.matches(":popover-open")) tip.hidePopover();
}

on("pointerover", "[data-tip]", (event, anchor) => {
  if (event.pointerType === "touch" || anchor.contains(event.relatedTarget)) return;
  hide();
  waiting = setTimeout(() => show(anchor), WAIT);
});
on("pointerout", "[data-tip]", (event, anchor) => !anchor.contains(event.relatedTarget) && hide());
on("focusin", "[data-tip]", (event, anchor) => {
  // Later: focus may come back while a popover is just closing, when no other may open.
  if (anchor.matches(":focus-visible")) waiting = setTimeout(() => show(anchor), 0);
});
on("focusout", "[data-tip]", hide);
addEventListener("pointerdown", hide, true);
addEventListener("keydown", hide, true);
