// data-optimistic="complete" on what sends the request: the row changes at once; a refusal puts it back.
const CHANGES = { complete: "is-done", remove: "is-leaving", timer: "is-running" };

function flip(ctx) {
  const source = ctx.sourceElement.closest?.("[data-optimistic]");
  const name = source && CHANGES[source.dataset.optimistic];
  const row = name && source.closest("[data-row], [data-optimistic-scope]");
  if (!row) return null;
  const pressed = source.querySelector("[aria-pressed]") ?? (source.hasAttribute("aria-pressed") ? source : null);
  row.classList.toggle(name);
  pressed?.setAttribute("aria-pressed", String(row.classList.contains(name)));
  return () => {
    row.classList.toggle(name);
    pressed?.setAttribute("aria-pressed", String(row.classList.contains(name)));
  };
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  ctx.putBack = flip(ctx);
});

function refuse({ detail: { ctx } }) {
  ctx?.putBack?.();
  if (ctx) ctx.putBack = null;
}
document.addEventListener("htmx:after:request", (event) => event.detail.ctx.hx?.retarget && refuse(event)); // It asks first.
document.addEventListener("htmx:response:error", refuse);
document.addEventListener("htmx:error", refuse);
