// “Still working?” is shown as long as the timer says that it waits, and goes wherever it was answered. It takes no focus:
// it comes while somebody may be typing.
import { announce } from "../dom.js";
import { signs } from "./signs.js";

const shown = () => document.querySelector("#asking, #gap");
let putAway = "";

export function fetchInto(url, values = {}) {
  const target = document.getElementById("dialogs");
  return window.htmx.ajax("GET", url, { source: target, target, values, swap: "beforeend", push: "false", quiet: true });
}

async function look() {
  const { asking, mark } = signs();
  const dialog = shown();
  // Another mark: it was answered, here or elsewhere, or the timer is another one.
  if (dialog && (dialog.dataset.mark !== mark || (dialog.id === "asking" && !asking))) close(dialog);
  if (!asking || shown() || putAway === mark || document.getElementById("dialogs").dataset.asked === mark) return;
  document.getElementById("dialogs").dataset.asked = mark;
  await fetchInto(asking);
  delete document.getElementById("dialogs").dataset.asked;
  const sheet = document.getElementById("asking");
  if (!sheet || sheet.matches(":popover-open")) return;
  sheet.showPopover();
  announce(sheet.querySelector("h2").textContent);
}

function close(dialog) {
  if (dialog.open) dialog.close();
  dialog.remove();
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest("#asking [data-later]")) return;
  putAway = shown().dataset.mark;
  shown().remove();
});
document.addEventListener("htmx:after:swap", () => look());
look();
