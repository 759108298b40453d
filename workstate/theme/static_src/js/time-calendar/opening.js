// An entry opens beside its block, and its menu where the pointer is. Both stand beside the calendar, which goes on under them.
import { place } from "../place.js";
import { calendar } from "../hours/words.js";
import { instantAt, spotAt } from "./axis.js";

let back = null; // Where the focus goes when it closes: by id, for the block may have been drawn anew.

/** Open a popover beside an element or a rectangle. */
export function openBeside(pop, anchor, from = document.activeElement) {
  const box = anchor instanceof DOMRect ? anchor : anchor.getBoundingClientRect();
  back = from?.id ?? null;
  // What is drawn under it may change meanwhile: the place is that of the moment.
  pop.opener = { getBoundingClientRect: () => box, setAttribute() {} };
  const open = () => {
    if (!pop.matches(":popover-open")) pop.showPopover();
    if (!(pop.matches(".sheet") && innerWidth < 768)) place(pop, box);
    (pop.querySelector("[aria-invalid=true], [autofocus], [role=menuitem]") ?? pop).focus({ preventScroll: true });
  };
  // What was just scrolled into sight says so with the next frame, and closes what stands open.
  requestAnimationFrame(() => requestAnimationFrame(open));
}

const fetchInto = (id, url) => window.htmx.ajax("GET", url, { source: document.getElementById(id), target: `#${id}`, swap: "innerHTML" });

export async function openEntry(item) {
  const pop = document.getElementById("tc-open");
  await fetchInto("tc-open", item.querySelector("[data-opens]").dataset.opens);
  if (pop.childElementCount) openBeside(pop, document.getElementById(item.id) ?? item, item);
}

/** The menu of an entry, at a point of the window, or beside the block. */
export async function openMenu(item, x, y) {
  const spot = x === undefined ? null : spotAt(x, y);
  const at = spot?.column ? `?at=${Math.round(instantAt(spot.column, spot.at) / 300) * 300}` : "";
  await fetchInto("tc-menu", `${item.querySelector("[data-opens]").dataset.opens}menu/${at}`);
  openBeside(document.getElementById("tc-menu"), x === undefined ? item : new DOMRect(x, y, 0, 0), item);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#calendar [data-opens], #tc-menu [data-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const item = link.closest("[data-entry]") ?? document.querySelector(`#calendar [data-opens="${link.dataset.opens}"]`)?.closest("[data-entry]");
  if (item) openEntry(item);
});

document.addEventListener("contextmenu", (event) => {
  const item = event.target.closest?.("#calendar [data-entry]");
  if (!item || event.defaultPrevented || event.shiftKey) return;
  event.preventDefault();
  openMenu(item, event.clientX, event.clientY);
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request?.method !== "GET" && ctx.response?.status < 300 && ctx.sourceElement?.closest?.("#tc-open, #tc-menu")) document.getElementById("tc-open").hidePopover();
});
document.addEventListener("toggle", ({ target, newState }) => {
  if (!target.matches?.("#tc-add, #tc-open, #tc-menu") || newState !== "closed" || !calendar()) return;
  if (document.activeElement === document.body || target.contains(document.activeElement)) document.getElementById(back)?.focus({ preventScroll: true });
}, true);
