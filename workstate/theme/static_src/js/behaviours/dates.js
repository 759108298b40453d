// Dates in words or from a month ([data-dates]), in a panel of choices or beside a field of a form ([data-dates-field]); what
// is typed is read by the server while it is typed, and said before it is sent. [data-reads] does that for repeats and reminders.
import { askJson, each, isDirty, make, on, onEscape } from "../dom.js";
import { month } from "./month.js";
import { place } from "../place.js";

const WAIT = 130;

each("[data-dates]", (root) => {
  const box = root.querySelector("[data-month]");
  const inField = root.matches("[data-dates-field]");
  const press = (day) => (inField ? { type: "button", onclick: () => put(root, day) } : { type: "submit", name: root.dataset.dayField, value: day, formNoValidate: true });
  const { today, firstWeekday } = root.dataset;
  root.draw = () => (root.month = month(box, { today, chosen: root.dataset.value, first: Number(firstWeekday) || 0, press }));
  if (inField) return;
  root.draw();
  const pop = root.closest(".pop:popover-open");
  if (pop?.opener) place(pop, pop.opener); // It was placed before this was loaded, and is larger now.
});

async function read(root, field) {
  const said = root.querySelector("[data-dates-said]");
  const text = field.value.trim();
  if (!text) return tell(root, said, { said: "" });
  const answer = await askJson(`${root.dataset.readingUrl}&text=${encodeURIComponent(text)}`);
  if (answer && field.value.trim() === text) tell(root, said, answer);
}

function tell(root, said, { said: words, error, day, time, times }) {
  if (said) {
    said.textContent = words || error || "";
    said.classList.toggle("is-wrong", !words && Boolean(error));
  }
  root.month?.mean(day);
  const clock = root.querySelector("[data-dates-time]");
  if (clock && day) clock.value = time;
  const list = root.querySelector("[data-dates-times]");
  if (list && times) list.replaceChildren(...times.map((when) => make("li", {}, when)));
}

let waiting;
on("input", "[data-dates-words]", (event, field) => {
  const root = field.closest("[data-dates], [data-reads]");
  if (!root?.dataset.readingUrl) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => read(root, field), WAIT);
});
on("keydown", "[data-dates] [data-dates-words]", (event, field) => {
  const root = field.closest("[data-dates]");
  if (event.key === "ArrowDown") {
    event.preventDefault();
    open(root);
    root.month?.focus();
  } else if (event.key === "Enter" && !root.matches("[data-dates-field]") && !field.value.trim() && !isDirty(root.querySelector("[data-dates-time]"))) {
    event.preventDefault(); // Nothing was typed: nothing is taken away.
  } else if (event.key === "Escape" && shown(root)) {
    event.stopPropagation();
    close(root);
  }
});
on("change", "form[data-dates] [data-dates-time]", (event, clock) => {
  const words = clock.form.querySelector("[data-dates-words]");
  if (!words.value.trim()) clock.form.requestSubmit(clock.form.querySelector("[data-dates-set]"));
});

// Beside a field.
const panel = (root) => root.querySelector("[data-dates-panel]");
const shown = (root) => panel(root)?.matches(":popover-open");
function open(root) {
  const pop = panel(root);
  if (!pop || shown(root)) return;
  const field = root.querySelector("[data-dates-words]");
  if (/^\d{4}-\d{2}-\d{2}$/.test(field.value)) root.dataset.value = field.value;
  root.draw();
  pop.opener = field;
  pop.showPopover();
  place(pop, field);
}
const close = (root) => shown(root) && panel(root).hidePopover();
function put(root, text) {
  const field = root.querySelector("[data-dates-words]");
  field.value = text;
  root.dataset.value = text;
  close(root);
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
on("click", "[data-dates-field] [data-dates-words]", (event, field) => open(field.closest("[data-dates]")));
on("click", "[data-dates-put]", (event, button) => put(button.closest("[data-dates]"), button.dataset.datesPut));
onEscape("[data-dates-panel]", (pop) => {
  close(pop.closest("[data-dates]"));
  pop.opener.focus();
});
on("focusout", "[data-dates-field]", (event, root) => {
  if (event.relatedTarget && !root.contains(event.relatedTarget)) close(root);
});
document.addEventListener("pointerdown", ({ target }) => {
  for (const pop of document.querySelectorAll("[data-dates-panel]:popover-open")) {
    const root = pop.closest("[data-dates]");
    if (!root.contains(target)) close(root);
  }
});
