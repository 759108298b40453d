/** Listen on the document for an event on anything that matches, now or later; the handler gets the matching element. */
export function on(type, selector, handler, options) {
  const listen = (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) handler(event, element);
  };
  document.addEventListener(type, listen, options);
}

/** Call once for every element that matches, those on the page and those that htmx brings later. */
export function each(selector, setUp) {
  const seen = new WeakSet();
  const scan = (root) => {
    const found = root.matches?.(selector) ? [root, ...root.querySelectorAll(selector)] : root.querySelectorAll(selector);
    for (const element of found) {
      if (seen.has(element)) continue;
      seen.add(element);
      setUp(element);
    }
  };
  scan(document); // Modules run when the page has been read.
  document.addEventListener("htmx:after:process", (event) => scan(event.target));
}

/** Make an element: its properties where it has such, else attributes; then what stands in it, leaving out what is empty. */
export function make(tag, values = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** Esc in what matches belongs to it alone. */
export function onEscape(selector, handler) {
  on("keydown", selector, (event, element) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    handler(element);
  });
}

/** The JSON at an address; undefined when there is none to be had. */
export async function askJson(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json", "HX-Request": "true" } });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/** What comes of it, null when it fails: storage may be full or forbidden, and hold anything. */
export function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

export const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
/** Leave the class to these alone. */
export function onlyOn(className, ...elements) {
  for (const other of document.querySelectorAll(`.${className}`)) if (!elements.includes(other)) other.classList.remove(className);
  for (const element of elements) element?.classList.add(className);
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

export const isTyping = (element = document.activeElement) => Boolean(element?.matches?.(TYPED));

/** Whether a field holds something that the server has not seen, or is itself unknown to the server (data-unsent). */
export function isDirty(field) {
  if (!isTyping(field)) return false;
  if ("unsent" in field.dataset) return true;
  if (field instanceof HTMLSelectElement) return [...field.options].some((o) => o.selected !== o.defaultSelected);
  return field.value !== field.defaultValue;
}
