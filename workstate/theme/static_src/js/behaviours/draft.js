// data-draft="key": what is typed survives a reload, until the server has taken it.
import { attempt, each } from "../dom.js";

export const drafts = {
  get: (key) => attempt(() => sessionStorage.getItem(`draft:${key}`)) ?? "",
  set: (key, text) => attempt(() => (text ? sessionStorage.setItem(`draft:${key}`, text) : sessionStorage.removeItem(`draft:${key}`))),
};

each("[data-draft]", (field) => {
  const kept = drafts.get(field.dataset.draft);
  if (kept && !field.value) field.value = kept;
  field.addEventListener("input", () => drafts.set(field.dataset.draft, field.value));
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  for (const field of ctx.request.form?.querySelectorAll("[data-draft]") ?? []) field.sentText = field.value;
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request.method === "GET" || ctx.response.status >= 400) return;
  for (const field of ctx.request.form?.querySelectorAll("[data-draft]") ?? []) {
    // What was typed on while this was on its way is not taken with it.
    const rest = field.value.startsWith(field.sentText ?? "") ? field.value.slice(field.sentText?.length ?? 0) : field.value;
    if (!field.hasAttribute("data-keep-text")) field.value = rest;
    drafts.set(field.dataset.draft, rest);
  }
});
