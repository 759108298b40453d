// The text behind the line, cut into segments {text, tint}. Between two answers of the server the tints that an edit did
// not touch stay where they are, so that nothing flickers while typing.
import { make } from "../dom.js";

/** Read the server's fragment (web/components/quick_add_preview.html). */
export function read(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const segments = [...(page.querySelector("[data-mirror]")?.childNodes ?? [])].map((node) => ({
    text: node.textContent,
    tint: node.nodeType === Node.ELEMENT_NODE ? node.className : "",
  }));
  const chips = [...page.querySelectorAll("[data-chips] > *")].map((chip) => document.adoptNode(chip));
  // Several lines typed into one field are answered with the offer to add them all: its heading says how many.
  const many = page.querySelector("[data-quick-add-paste] h2");
  if (many) chips.push(make("li", { className: "chip" }, many.textContent));
  return { segments, chips, error: page.querySelector("[data-error], [data-paste-error]")?.textContent.trim() ?? "" };
}

/** The segments of the new text, keeping the tints that lie wholly before or wholly after what changed. */
export function carry(segments, text) {
  const old = segments.map((segment) => segment.text).join("");
  let head = 0;
  while (head < old.length && head < text.length && old[head] === text[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < text.length - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const before = [];
  const after = [];
  let at = 0;
  for (const segment of segments) {
    const end = at + segment.text.length;
    // A word that grows at its end is another word: the tint goes until the server has spoken.
    if (end <= head && (end < head || !/\S/.test(text[end] ?? " ") || !segment.tint)) before.push(segment);
    else if (at >= old.length - tail) after.push(segment);
    at = end;
  }
  const from = before.reduce((sum, segment) => sum + segment.text.length, 0);
  const to = text.length - after.reduce((sum, segment) => sum + segment.text.length, 0);
  return [...before, { text: text.slice(from, to), tint: "" }, ...after].filter((segment) => segment.text);
}

export function render(mirror, segments) {
  const nodes = segments.map(({ text, tint }) => (tint ? make("mark", { className: tint }, text) : text));
  mirror.replaceChildren(...nodes, "\u200b"); // Holds the height of an empty last line.
}

/** Where the character at `index` of the text is drawn, in the window. */
export function rectOf(mirror, index) {
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(), rest = index; node; rest -= node.length, node = walker.nextNode()) {
    if (rest >= node.length) continue;
    range.setStart(node, rest);
    range.setEnd(node, rest + 1);
    return range.getBoundingClientRect();
  }
  return mirror.getBoundingClientRect();
}
