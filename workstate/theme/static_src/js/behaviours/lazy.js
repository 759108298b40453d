// What only some pages need is loaded when it appears: Alpine for the few parts that keep a state of their own (x-data), dates in
// words and months, custom fields, pictures, and the script of a layout, which its element names by data-bundle.
import { each, meta, on } from "../dom.js";

const LATER = { alpine: "[x-data]", dates: "[data-dates], [data-reads]", fields: ".custom-fact, [data-field-add]", preview: "[data-preview]", presence: "[data-presence]" };
const coming = new Set();
const fetched = (script) => (coming.add(script), script);
const here = {};
/** Whoever has no line while the page still loads gets the script once there is one again. */
const later = (name) => (error) => {
  if (navigator.onLine) throw error;
  return new Promise((resolve) => addEventListener("online", () => resolve(bring(name))));
};
export const bring = (name) => fetched(import(meta(`asset-${name}`)).then((script) => (here[name] = script), later(name)));
/** Once all that the page has asked for so far is there. */
export const brought = () => Promise.allSettled(coming);
for (const [name, selector] of Object.entries(LATER)) each(selector, () => bring(name));

// Who is quicker than the script that shows pictures large is not sent away to the file.
on("click", LATER.preview, (event, link) => {
  if (here.preview || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  bring("preview").then(() => link.click(), () => location.assign(link.href));
});

/** When all that the parts of an element need is there. */
export const ready = (root) => Promise.all(Object.keys(LATER).filter((name) => root.querySelector(LATER[name])).map(bring));

each("[data-bundle]", (element) => fetched(import(element.dataset.bundle)));
each("[data-filter]:not(.is-away)", (form) => fetched(import(form.dataset.src)));
on("click", "[data-filter-open]", () => import(document.querySelector("[data-filter]").dataset.src).then(({ open }) => open()));
