// Tables of a report: a click on a head puts the rows in order, groups as wholes and the rows within each; groups fold. What was
// chosen is kept when the report is drawn anew.
import { announce, make, on } from "../dom.js";
import { inOrder } from "./order.js";

const orders = new Map();
const folded = new Set();

const isRest = (row) => row.classList.contains("is-rest");
const groupOf = (body) => body.querySelector("tr.g");

/** The rows of a body but for its head, and the bodies of a table: each as it came from the server, what is the rest last. */
function arrange(parent, parts, at, way) {
  const rest = parts.filter((part) => isRest(part.rows ? part.rows[0] : part));
  const rows = parts.filter((part) => !rest.includes(part));
  parent.append(...inOrder(rows, (part) => (part.rows ? part.rows[0] : part), at, way), ...rest);
}

function sort(table, at, way) {
  const bodies = [...table.tBodies];
  const foot = table.tFoot;
  for (const body of bodies) arrange(body, [...body.rows].filter((row) => row !== groupOf(body)), at, way);
  if (bodies.length > 1) arrange(table, bodies, at, way);
  if (foot) table.append(foot);
  [...table.tHead.rows[0].cells].forEach((cell, index) => {
    if (index === at && way) cell.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    else cell.removeAttribute("aria-sort");
  });
}

function fold(body, is) {
  body.classList.toggle("is-folded", is);
  body.querySelector("[data-fold]")?.setAttribute("aria-expanded", String(!is));
  if (is) folded.add(body.dataset.name);
  else folded.delete(body.dataset.name);
}

/** Buttons into the heads, for without script they would do nothing; then everything as it was before the page changed. */
export function restore() {
  for (const table of document.querySelectorAll("[data-report-table]")) {
    for (const cell of table.tHead.rows[0].cells) {
      if (!cell.querySelector("button")) cell.replaceChildren(make("button", { type: "button", className: "report-sort", textContent: cell.textContent.trim() }));
    }
    let number = 0;
    for (const body of table.tBodies) {
      for (const row of body.rows) row.dataset.place ??= String(number++);
      const head = groupOf(body);
      if (!head || body.rows.length < 2) continue;
      const name = head.cells[0].textContent.trim();
      body.dataset.name = name;
      if (!head.querySelector("[data-fold]")) {
        const button = make("button", { type: "button", className: "report-fold", "data-fold": "", "aria-expanded": "true", "aria-label": name });
        head.cells[0].firstElementChild.prepend(button);
      }
      fold(body, folded.has(name));
    }
    const [at, way] = orders.get(table.id) ?? [];
    if (way) sort(table, at, way);
    if (standing?.[0] === table.id) table.tHead.rows[0].cells[standing[1]]?.querySelector("button").focus({ preventScroll: true });
  }
  standing = null;
}

// The heads are drawn anew with the report; who stands on one stays there.
let standing;
document.addEventListener("htmx:before:swap", () => {
  const cell = document.activeElement?.closest(".report-table th");
  standing = cell?.querySelector(".report-sort") ? [cell.closest("table").id, cell.cellIndex] : null;
});

on("click", ".report-sort", (event, button) => {
  const cell = button.closest("th");
  const table = cell.closest("table");
  const at = cell.cellIndex;
  const [before, way] = orders.get(table.id) ?? [];
  // Numbers begin with the most, names with A; the third click is the order in which it came.
  const first = cell.classList.contains("n") ? -1 : 1;
  const next = before !== at ? first : way === first ? -first : 0;
  orders.set(table.id, [at, next]);
  sort(table, at, next);
  announce(`${button.textContent}: ${cell.getAttribute("aria-sort") ?? "–"}`);
});

on("click", "[data-fold]", (event, button) => {
  const body = button.closest("tbody");
  fold(body, !body.classList.contains("is-folded"));
});
