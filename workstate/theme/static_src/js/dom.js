/** Listen on the document for an event on anything that matches, now or later; the handler gets the matching element. */
export function on(type, selector, handler, options) {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element) handler(event, element);
    },
    options,
  );
}

/** Call once for every element that matches, those on the page and those that htmx brings later. */
export function each(selector, setUp) {
  const seen = new WeakSet();
  const scan = (root) => {
    const found = root.matches?.(selector) ? [root, ...root.querySelectorAll(selector)] : root.querySelectorAll(selector);
    for (const element of found) {
      if (!seen.has(element)) {
        seen.add(element);
        setUp(element);
      }
    }
  };
  const start = () => {
    scan(document);
    document.addEventListener("htmx:after:process", (event) => scan(event.target));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}

export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? "";
}

let sentences;
/** A sentence in the person's language (workstate/web/words.py), with {names} filled in. */
export function say(key, values = {}) {
  sentences ??= JSON.parse(document.getElementById("words")?.textContent || "{}");
  return (sentences[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function announce(text) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = text;
}

const TYPED = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

export function isTyping(element = document.activeElement) {
  return Boolean(element?.matches?.(TYPED));
}

/** Whether a field holds something that the server has not seen, or is itself unknown to the server (data-unsent). */
export function isDirty(field) {
  if (!isTyping(field)) return false;
  if ("unsent" in field.dataset) return true;
  if (field instanceof HTMLSelectElement) return [...field.options].some((o) => o.selected !== o.defaultSelected);
  return field.value !== field.defaultValue;
}
