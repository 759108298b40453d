// A row that was added is gone to, ready to be typed in.
import { focusCell } from "../table/grid.js";

let wanted = "";

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement?.closest?.("[data-sheet-add]");
  if (!form || ctx.response?.status >= 400) return;
  const select = form.elements.row;
  wanted = select.value;
  select.selectedOptions[0]?.remove();
  select.value = "";
  form.querySelector("[role=combobox]").value = select.selectedOptions[0]?.text ?? "";
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const row = wanted && ctx.target?.id === "timesheet" && document.getElementById(`sheet-${wanted}`);
  if (!row) return;
  wanted = "";
  const today = document.querySelector("#timesheet thead .is-today")?.cellIndex ?? 1;
  focusCell(row.cells[today]);
});
