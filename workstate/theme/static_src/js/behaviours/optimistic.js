// data-optimistic="complete" on what sends the request: the row changes at once; a refusal puts it back (request.js).
const CHANGES = { complete: "is-done", remove: "is-leaving", timer: "is-running" };

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement.closest?.("[data-optimistic]");
  const name = source && CHANGES[source.dataset.optimistic];
  const row = name && source.closest("[data-row], [data-optimistic-scope]");
  if (!row) return;
  const pressed = source.querySelector("[aria-pressed]") ?? (source.hasAttribute("aria-pressed") ? source : null);
  ctx.refused = () => {
    row.classList.toggle(name);
    pressed?.setAttribute("aria-pressed", String(row.classList.contains(name)));
  };
  ctx.refused();
});
