// Cells go to the server one act after the other. What it does not answer is tried again, for as long as it takes; what somebody
// changed meanwhile is asked about (torn.js).
import { announce, meta } from "../dom.js";
import { grid, words } from "../table/grid.js";
import { cellAt } from "../table/refusals.js";
import { fillBy, heed, resume } from "../table/saving.js";
import { isLate, itemAt, itemsOf, keep, kept, show, sketch, state, status, waiting } from "./acts.js";
import { draw, nameOf } from "./cells.js";
import { fresh } from "./freshness.js";
import { tear, torn } from "./torn.js";
import { recount } from "./totals.js";

const LONGEST = 30000;

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
    state.late = true;
    status();
    itemsOf().forEach(sketch);
    await pause(Math.min(LONGEST, 1000 * 2 ** act.tries));
  }
  const said = (await answer.json().catch(() => null)) ?? {};
  waiting.splice(waiting.indexOf(act), 1);
  state.turns++;
  const refusal = answer.ok ? take(act, said.cells) : refuseAll(act, said.message || words("broken"));
  if (answer.ok) heed(answer, { quietly: act.cells.length === 1 });
  recount();
  keep();
  if (state.late) status();
  if (!waiting.length) state.late = false;
  fresh();
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
    else if (torn.delete(nameOf(row, day))) cell?.classList.remove("is-torn");
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

fillBy({ show, send });

addEventListener("beforeunload", (event) => (isLate() || torn.size) && event.preventDefault());

// What was left behind by a page that went away.
const known = ({ row, day }) => Boolean(cellAt(row, day));
for (const act of kept()) {
  const left = { ...act, cells: act.cells.filter(known), tries: 0 };
  if (left.cells.length) resume(left, () => (waiting.push(left), left.cells.forEach(sketch), announce(words("unsaved"))));
}
recount();
