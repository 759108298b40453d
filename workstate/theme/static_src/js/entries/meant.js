// Which entries are meant: those that are selected, else the one at the cursor; and how something is asked or done about them.
const NAMED = 60; // What an address can hold; the boxes of more go along with what is chosen.

const bar = () => document.getElementById("selection");
const address = () => bar().getAttribute("action");

export const rowAtCursor = () => document.activeElement?.closest?.("main [data-entry]") ?? document.querySelector("main [data-entry].is-cursor");

/** Null when no entry is meant. */
export function meant() {
  const selected = [...document.querySelectorAll("main .row-select:checked")].map((box) => box.closest("[data-entry]"));
  const row = rowAtCursor();
  const rows = selected.length ? selected : [row].filter(Boolean);
  return rows.length ? { rows, many: selected.length > 0, ids: rows.map((one) => one.dataset.entry) } : null;
}

/** Open the panel at an address beside what it is for. */
export const ask = (url, opener) => opener.dispatchEvent(new CustomEvent("pick:open", { bubbles: true, detail: { url } }));

export function choose(what, { ids, many, rows }, opener) {
  const query = new URLSearchParams(many ? { selected: ids.length } : {});
  if (ids.length <= NAMED) query.set("entries", ids.join(","));
  const button = () => bar().querySelector(`.selection-acts > [data-entries-choose="${what}"]`) ?? bar().querySelector("[data-selection-more]");
  ask(`${address()}choices/${what}/?${query}`, opener ?? (many ? button() : rows[0]));
}

/** Do an act: to a selection as its bar does it, so that what leaves leaves at once. */
export function act(name, value, { ids, many, rows }) {
  if (many) return bar().querySelector(`[name="${name}"][value="${value}"]`).click();
  window.htmx.ajax("POST", address(), { source: rows[0], target: rows[0], swap: "none", bare: true, values: { entries: ids.join(","), [name]: value } });
}
