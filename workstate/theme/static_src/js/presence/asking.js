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

/** Whether a mark of the clock (version, then the last answer) came after another. The header's may be the older: nobody repeats what a page slept through. */
function later(one, other) {
  const [[version, answered], [before, said]] = [one, other].map((mark) => mark.split("-").map(Number));
  return version > before || (version === before && answered > said);
}

async function look() {
  const { asking, clock } = signs();
  for (const shown of document.querySelectorAll("#asking, #gap")) {
    // It was answered, here or elsewhere, or the timer is another one.
    const settled = !clock || later(clock, shown.dataset.clock) || (shown.id === "asking" && !asking);
    if (settled) shown.open ? shown.close() : shown.remove();
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
