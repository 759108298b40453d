// A refresh pushed by someone else never takes what a person is doing: the field being typed in stays as it is,
// what was folded stays folded, an open menu stays open.
import htmx from "../htmx.js";
import { isDirty, isTyping } from "../dom.js";

htmx.registerExtension("keeping", {
  htmx_before_morph_node: (element, { oldNode }) => {
    if (oldNode === document.activeElement && isTyping(oldNode)) return false;
    return !isDirty(oldNode) && !oldNode.matches?.(".is-live[data-quick-add], [data-keep]");
  },
  htmx_before_morph_attr: (element, { attrName }) => {
    if (!element.hasChildNodes()) return true; // Made just now by the morph: nobody has folded or chosen anything in it.
    if (attrName === "open" && element.matches("details, dialog")) return false;
    if (attrName === "hidden" && element.matches("[role=tabpanel]")) return false;
    if (/^aria-(selected|expanded)$/.test(attrName) && !element.matches("#picker [role=option]")) return false;
    return !(attrName === "tabindex" && element.matches("[role=tab], [data-row]"));
  },
});
