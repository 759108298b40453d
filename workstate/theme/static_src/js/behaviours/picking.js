// What a task can be given is chosen in one panel, fetched when it is wanted: a[data-pick] leads to the same choice as a page.
// Typing finds, arrows move, Enter chooses; the panel closes when the choice has been taken.
import htmx from "../htmx.js";
import { on } from "../dom.js";
import { mark as markIn, optionsOf, stepOf, stepped } from "../listbox.js";
import { ready } from "./lazy.js";
import { place } from "./popover.js";

const panel = () => document.getElementById("picker");
const options = () => optionsOf(panel());
const mark = (option) => markIn(panel().querySelector("[data-choose-filter]"), panel(), option, "is-active");

/** Open the choice at an address beside the anchor; a page without the panel goes there. */
export async function pick(url, anchor) {
  const picker = panel();
  if (!picker) return location.assign(url);
  const back = picker.matches(":popover-open") ? picker.opener : anchor;
  await htmx.ajax("GET", url, { source: picker, target: picker, swap: "innerHTML", push: "false" });
  if (!picker.childElementCount) return;
  await ready(picker).catch(() => {}); // Its first key is not to be lost.
  picker.opener = back?.isConnected ? back : document.body;
  if (!picker.matches(":popover-open")) picker.showPopover();
  place(picker, picker.opener);
  const filter = picker.querySelector("[data-choose-filter]");
  if (filter) find(filter);
  mark(options().find((option) => option.ariaSelected === "true" && !option.closest("[aria-multiselectable]")) ?? options()[0]);
  (picker.querySelector("[aria-selected=true][autofocus]") ?? picker.querySelector("[autofocus]"))?.focus();
}

on("click", "a[data-pick]", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const menu = link.closest("[popover]:not(#picker)");
  const opener = menu?.opener ?? link;
  menu?.hidePopover();
  pick(link.href, opener);
});

// Bundles of layouts ask for a panel by this event, at what it is for.
document.addEventListener("pick:open", ({ target, detail }) => pick(detail.url, target));

function find(field) {
  const sought = field.value.trim().toLocaleLowerCase();
  let same = false;
  if (field.dataset.chooseFilter !== "remote") {
    for (const option of panel().querySelectorAll("[role=option]")) {
      const text = option.textContent.trim().toLocaleLowerCase();
      option.hidden = !text.includes(sought);
      same ||= option.value.toLocaleLowerCase() === sought;
    }
  }
  const create = panel().querySelector("[data-choose-create]");
  if (create) {
    create.hidden = !sought || same;
    create.querySelector("span").textContent = `${create.dataset.chooseCreate} “${field.value.trim()}”`;
  }
  const none = panel().querySelector("[data-choose-none]");
  if (none) none.hidden = Boolean(options().length || (create && !create.hidden));
  mark(sought || !create ? options()[0] : null);
}
on("input", "#picker [data-choose-filter]", (event, field) => find(field));

on("keydown", "#picker", (event) => {
  const active = panel().querySelector(".is-active:not([hidden])");
  const step = stepOf(event);
  const choosing = event.target.matches("[data-choose-filter], [role=option]");
  if (step && choosing) {
    event.preventDefault();
    const next = stepped(options(), active, step);
    mark(next);
    if (event.target.matches("[role=option]")) next?.focus();
  } else if (event.key === "Enter" && event.target.matches("[data-choose-filter]") && !event.isComposing) {
    const create = panel().querySelector("[data-choose-create]:not([hidden])");
    if (!active && !create) return;
    event.preventDefault();
    (active ?? create).click();
  } else if (event.target.matches("[role=option]") && event.key.length === 1) {
    panel().querySelector(`[data-choose-key="${CSS.escape(event.key)}"]`)?.click();
  }
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.status === 204 && ctx.sourceElement.closest?.("#picker") && panel().matches(":popover-open")) panel().hidePopover();
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const field = panel()?.matches(":popover-open") && panel().contains(ctx.target) && panel().querySelector("[data-choose-filter]");
  if (!field) return;
  if (ctx.request?.method !== "GET" && ctx.response.status < 400) field.value = "";
  find(field);
});
