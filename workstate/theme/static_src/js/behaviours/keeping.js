// A refresh pushed by someone else never takes what a person is doing: the field being typed in stays as it is,
// what was folded stays folded, an open menu stays open.
import htmx from "../htmx.js";
import { isDirty, isTyping, on } from "../dom.js";
import { refresh } from "./live.js";

htmx.registerExtension("keeping", {
  htmx_before_morph_node: (element, { oldNode }) => {
    if (oldNode === document.activeElement && isTyping(oldNode)) return false;
    return !isDirty(oldNode) && !oldNode.matches?.(".is-live[data-quick-add], [data-keep], [data-refused]");
  },
  htmx_before_morph_attr: (element, { attrName }) => {
    if (!element.hasChildNodes()) return true; // Made just now by the morph: nobody has folded or chosen anything in it.
    if (attrName === "open" && element.matches("details, dialog")) return false;
    if (attrName === "hidden" && element.matches("[role=tabpanel]")) return false;
    if (/^aria-(selected|expanded)$/.test(attrName) && !element.matches("#picker [role=option]")) return false;
    return !(attrName === "tabindex" && element.matches("[role=tab], [data-row]"));
  },
});

// A refusal (data-refused on the place that tells it) is there to be read until that place gets its next answer; whoever gives up
// by Esc sees what is stored.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") ctx.sourceElement.closest?.("[data-refused]")?.removeAttribute("data-refused");
});
on("keydown", "[data-refused]", (event, place) => {
  if (event.key !== "Escape" || event.isComposing) return;
  place.removeAttribute("data-refused");
  refresh(place.closest("[data-live]"));
});

// A line of a tree is morphed into itself, wherever it has moved to: it is known by an id. Whoever stood on it still does.
let stood = null;
document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
  stood = document.activeElement;
  for (const { target, fragment } of tasks) {
    for (const root of target?.querySelectorAll ? [target, fragment] : []) {
      for (const line of root.querySelectorAll("[data-id]:not([id])")) line.id = `${target.id || "side"}-${line.dataset.id}`;
    }
  }
});
document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement === document.body && stood?.isConnected) stood.focus({ preventScroll: true });
});
