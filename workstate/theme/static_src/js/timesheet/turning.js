// The day that is today is in sight, and becomes another one at midnight, when a running timer goes on in the next cell.
import { heads } from "../table/grid.js";

const OFTEN = 20000;
const head = document.querySelector("#timesheet thead .is-today");
if (head) document.getElementById("grid-wrap").scrollLeft = Math.max(0, head.offsetLeft - heads()[0].offsetWidth - 24);

setInterval(() => {
  if (Date.now() > Date.parse(document.getElementById("timesheet").dataset.turns)) document.dispatchEvent(new CustomEvent("timesheet:changed"));
}, OFTEN);
