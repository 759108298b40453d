// Totals of rows, days and the week, as they will be once what is being typed is saved.
import { keyOf } from "../table/grid.js";
import { finished, running, tell } from "./cells.js";
import { read } from "./durations.js";

function secondsOf(cell) {
  const typed = cell.querySelector(".grid-input");
  const wanted = typed && read(typed.value);
  return wanted === undefined || wanted === null ? finished(cell) + Number(cell.dataset.extra ?? 0) : wanted - (cell.dataset.since ? running(cell) : 0);
}

const at = (place, seconds, since) => tell(place, Math.max(0, Math.round(seconds)), since);

export function recount() {
  const days = new Map();
  const week = { seconds: 0, since: "" };
  const add = (sum, seconds, since) => {
    sum.seconds += seconds;
    sum.since ||= since;
  };
  for (const row of document.querySelectorAll("#timesheet .sheet-row")) {
    const line = { seconds: 0, since: "" };
    for (const cell of row.querySelectorAll("td[data-seconds]")) {
      const [seconds, since] = [secondsOf(cell), cell.dataset.since ?? ""];
      const key = keyOf(cell);
      if (!days.has(key)) days.set(key, { seconds: 0, since: "" });
      for (const sum of [line, days.get(key), week]) add(sum, seconds, since);
    }
    at(row.querySelector("[data-total]"), line.seconds, line.since);
  }
  for (const place of document.querySelectorAll("#timesheet tfoot [data-total]")) {
    const { seconds, since } = (place.dataset.total === "week" ? week : days.get(place.dataset.total)) ?? { seconds: 0 };
    at(place, seconds, since);
  }
}

document.addEventListener("input", ({ target }) => target.closest("#timesheet .grid-input") && recount());
// A field that was closed without saving takes its hours with it.
const closed = ({ target, key = "Escape" }) => key === "Escape" && target.matches?.("#timesheet .grid-input") && setTimeout(recount);
for (const kind of ["focusout", "keydown"]) document.addEventListener(kind, closed, { capture: true });
