// The panel of choices closes when what was chosen has been taken, unless more can be chosen in it.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement?.closest?.("#picker form");
  if (!form || ctx.request?.method === "GET" || ctx.response?.status !== 200 || form.elements.stay) return;
  document.getElementById("picker").hidePopover();
});
