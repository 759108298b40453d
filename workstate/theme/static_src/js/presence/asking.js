// “Still working?” is shown as long as the timer says that it waits, and goes wherever it was answered. It takes no focus:
// it comes while somebody may be typing.
import { announce } from "../dom.js";
import { signs } from "./signs.js";

let putAway = "";
let fetching = "";

/** Put what the address answers with behind the page's dialogs; false when it could not be asked. */
export async function fetchInto(url, values = {}) {
  const target = document.getElementById("dialogs");
  let asked = true;
  const refused = () => (asked = false);
  await window.htmx.ajax("GET", url, { source: target, target, values, swap: "beforeend", push: "false", quiet: true, refused });
  return asked;
}

async function look() {
  const { asking, clock } = signs();
  // Another mark: it was answered, here or elsewhere, or the timer is another one.
  for (const shown of document.querySelectorAll("#asking, #gap")) {
    if (shown.dataset.clock !== clock || (shown.id === "asking" && !asking)) shown.open ? shown.close() : shown.remove();
  }
  if (!asking || document.querySelector("#asking, #gap") || [putAway, fetching].includes(clock)) return;
  fetching = clock;
  await fetchInto(asking);
  fetching = "";
  const sheet = document.getElementById("asking");
  if (!sheet || sheet.matches(":popover-open")) return;
  sheet.showPopover();
  announce(sheet.querySelector("h2").textContent);
}

document.addEventListener("click", ({ target }) => {
  const sheet = target.closest("#asking");
  if (!sheet || !target.closest("[data-later]")) return;
  putAway = sheet.dataset.clock;
  sheet.remove();
});
document.addEventListener("htmx:after:swap", look);
look();
