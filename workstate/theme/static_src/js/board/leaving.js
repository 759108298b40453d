// A card that is dragged off the board, onto a project or the inbox in the sidebar, goes there with all that it carries.
let place = null;

const projectOf = (link) => link.pathname.match(/\/projects\/([0-9a-f-]{36})\/$/)?.[1] ?? (link.pathname.endsWith("/inbox/") ? "" : null);

function mark(link) {
  if (link === place) return;
  place?.classList.remove("is-drop");
  link?.classList.add("is-drop");
  place = link;
}

function follow(event) {
  if (!document.querySelector(".card.sortable-chosen")) return;
  const link = event.target.closest?.(".side a.nav-item");
  mark(link && projectOf(link) !== null ? link : null);
  if (place) event.preventDefault(); // It may be let go here.
}
document.addEventListener("dragover", follow, { capture: true });
document.addEventListener("drop", (event) => place && event.preventDefault());

/** The project over which the card was let go; null when it was over none. */
export function letGoOver() {
  const project = place && projectOf(place);
  mark(null);
  return project;
}
