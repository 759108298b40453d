// Cells go to the server one act after the other. What it does not answer is tried again, for as long as it takes, and outlives a
// reload; what somebody changed meanwhile is asked about (torn.js).
import { announce, attempt, meta } from "../dom.js";
import { grid, keyOf, numberOf, words } from "../table/grid.js";
import { cellAt } from "../table/refusals.js";
import { fillBy, heed, resume } from "../table/saving.js";
import { dayCells, draw, finished, nameOf, newId, running } from "./cells.js";
import { read } from "./durations.js";
import { tear, torn } from "./torn.js";
import { recount } from "./totals.js";

const LONGEST = 30000;
const place = `timesheet ${location.pathname}`;
const waiting = []; // Acts: {id, cells: [{row, day, value, expected}], tries}
let late = false; // The server did not answer the first of them.
let turns = 0; // Grows with all that makes an answer to an earlier question old.
let missed = false;

const isLate = () => late && waiting.length > 0;
const itemsOf = () => waiting.flatMap((act) => act.cells);
const itemAt = (row, day) => itemsOf().findLast((item) => item.row === row && item.day === day);

function keep() {
  const left = [...waiting, ...[...torn.values()].map(({ row, day, value, before }) => ({ id: newId(), cells: [{ row, day, value, expected: before }] }))];
  attempt(() => (left.length ? sessionStorage.setItem(place, JSON.stringify(left)) : sessionStorage.removeItem(place)));
}

/** The cell as it will be; what the server has not said yes to is marked. */
function sketch(item) {
  const cell = cellAt(item.row, item.day);
  if (!cell) return;
  const wanted = read(item.value);
  if (wanted === undefined) cell.replaceChildren(item.value);
  else draw(cell, Math.max(0, Math.round(wanted - running(cell))));
  cell.classList.toggle("is-unsaved", isLate());
  if (isLate()) cell.title = words("unsaved");
}

function show(cells) {
  const act = { id: newId(), tries: 0, cells: [] };
  for (const [row, day, value] of cells) {
    const cell = cellAt(row, day);
    // What stood there is what the page knew from the server: of a cell that waits already, what that one knew.
    act.cells.push({ row, day, value, expected: itemAt(row, day)?.expected ?? (cell ? finished(cell) : undefined) });
  }
  waiting.push(act);
  turns++;
  for (const item of act.cells) sketch(item);
  if (isLate()) status();
  recount();
  keep();
  return act;
}

async function ask(act) {
  const cells = act.cells.map(({ row, day, value, expected }) => ({ row, day, value, ...(expected === undefined ? {} : { expected }) }));
  const headers = { "Content-Type": "application/json", "X-CSRFToken": meta("csrf-token"), "HX-Request": "true", Accept: "application/json" };
  const body = JSON.stringify({ id: act.id, cells });
  const answer = await fetch(grid().dataset.cellsUrl, { method: "PUT", headers, body, keepalive: body.length < 60000 }).catch(() => null);
  return answer && (answer.status === 401 || answer.status === 429 || answer.status >= 500) ? null : answer;
}

const pause = (length) => new Promise((go) => (addEventListener("online", go, { once: true }), setTimeout(go, length)));

async function send(act) {
  let answer = await ask(act);
  for (; !answer; answer = await ask(act)) {
    act.tries++;
    late = true;
    status();
    itemsOf().forEach(sketch);
    await pause(Math.min(LONGEST, 1000 * 2 ** act.tries));
  }
  const said = (await answer.json().catch(() => null)) ?? {};
  waiting.splice(waiting.indexOf(act), 1);
  turns++;
  const refusal = answer.ok ? take(act, said.cells) : refuseAll(act, said.message || words("broken"));
  if (answer.ok) heed(answer, { quietly: act.cells.length === 1 });
  recount();
  keep();
  if (late) status();
  if (!waiting.length) late = false;
  if (!waiting.length && missed) again();
  return refusal;
}

/** What became of each cell; those that were refused are told as the table of tasks tells it. */
function take(act, outcomes) {
  const refused = [];
  for (const { row, day, state, seconds, note, message } of outcomes) {
    const item = act.cells.find((one) => one.row === row && one.day === day);
    const next = itemAt(row, day);
    const known = state === "saved" || state === "unchanged" ? seconds : item.expected;
    for (const later of itemsOf()) if (later.row === row && later.day === day) later.expected = known;
    const cell = cellAt(row, day);
    cell?.classList.remove("is-unsaved", "is-saving");
    if (state === "conflict") tear({ ...item, before: item.expected, theirs: seconds });
    else if (torn.has(nameOf(row, day))) torn.delete(nameOf(row, day));
    if (cell && state !== "conflict" && !next) {
      draw(cell, seconds);
      cell.title = note;
      cell.classList.toggle("has-note", Boolean(note));
    }
    if (state === "refused") refused.push({ number: row, key: day, message });
  }
  return refused.length ? { message: refused[0].message, cells: refused } : null;
}

function refuseAll(act, message) {
  for (const { row, day, expected } of act.cells) {
    const cell = cellAt(row, day);
    cell?.classList.remove("is-unsaved");
    if (cell && expected !== undefined) draw(cell, expected);
  }
  return { message, cells: act.cells.map(({ row, day }) => ({ number: row, key: day, message })) };
}

function status() {
  const count = itemsOf().length;
  const region = document.querySelector("[data-sheet-state]");
  region.textContent = count > 1 ? words("unsavedCells", { count }) : words(count ? "unsaved" : "saved");
  region.classList.toggle("is-late", count > 0);
}

fillBy({ show, send });
document.addEventListener("timesheet:settled", keep);

// An answer that was on its way while something was typed or saved tells of a time before that: it is asked for once more.
const isGrid = ({ target, request }) => target?.id === "timesheet" && (request?.method ?? "GET") === "GET";
const again = () => {
  missed = false;
  document.dispatchEvent(new CustomEvent("timesheet:changed"));
};
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => (ctx.turns = turns));
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!isGrid(ctx) || (!waiting.length && ctx.turns === turns)) return;
  event.preventDefault();
  if (waiting.length) missed = true;
  else setTimeout(again, 100);
});
document.addEventListener("htmx:after:swap", () => {
  itemsOf().forEach(sketch);
  recount();
});

addEventListener("beforeunload", (event) => (isLate() || torn.size) && event.preventDefault());

// What was left behind by a page that went away.
for (const act of attempt(() => JSON.parse(sessionStorage.getItem(place))) ?? []) {
  const known = act.cells.filter(({ row, day }) => dayCells().some((cell) => numberOf(cell) === row && keyOf(cell) === day));
  if (known.length) resume({ ...act, cells: known, tries: 0 }, (left) => (waiting.push(left), left.cells.forEach(sketch), announce(words("unsaved"))));
}
recount();
