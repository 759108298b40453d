// Whoever saved an entry in its place stands on its row again, however often the answer is drawn anew; where it has left the list,
// on the row that came after it; where no row is left, on the answer.
let left = null;
const rows = () => [...document.querySelectorAll("main .detail-row, main .entry-editor")];
const linkIn = (row) => row?.querySelector("[data-row-edit]") ?? row;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const editor = ctx.sourceElement.closest?.(".entry-editor");
  if (editor) left = { id: editor.id.replace("entry-", ""), at: rows().indexOf(editor) };
});

function stand() {
  if (!left || document.activeElement !== document.body) return;
  const same = document.querySelector(`main [data-entry="${left.id}"] [data-row-edit], #entry-${left.id} [data-row-edit]`);
  const all = rows();
  const place = same ?? linkIn(all[Math.min(left.at, all.length - 1)]) ?? document.querySelector(".report-title");
  if (place?.matches("h2")) place.tabIndex = -1;
  place?.focus({ preventScroll: true });
}

document.addEventListener("htmx:after:swap", stand);
for (const sign of ["keydown", "pointerdown"]) addEventListener(sign, () => (left = null), true);
