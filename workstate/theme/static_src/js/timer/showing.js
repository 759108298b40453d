// A click shows at once: what starts stands in the header, what stops is gone from it. The answer draws it anew, a refusal
// puts it back. What was there only hides: the form that asks must stay on the page.
import { make } from "../dom.js";
import { isAct, pill } from "./knowing.js";

const NAMES = ".task-name a, .entry-what, .clip, [data-open]";

function meaning(source, { method, action }) {
  const meant = source.querySelector?.("[name=_method]")?.value ?? method;
  if (meant === "DELETE" || /discard\//.test(action)) return "stop";
  return meant === "POST" ? "start" : "";
}

/** What the clock is started on, in the words that stand there. */
function words(source) {
  const { description, task } = source.elements ?? {};
  const chosen = task?.value ? task.selectedOptions[0].text : description?.value;
  const line = source.closest("[data-row], [data-optimistic-scope], li, #task-detail");
  const name = line?.querySelector(NAMES) ?? line?.querySelector("[name=title]");
  return (chosen || name?.value || name?.textContent || "").trim();
}

function guessOf(means, source) {
  if (means === "stop") return make("span", { className: "btn timer-guess", textContent: pill().dataset.timerIdle });
  const parts = [make("span", { className: "pulse" }), make("span", { className: "what", textContent: words(source) || "…" })];
  return make("span", { className: "timer-open timer-guess" }, ...parts, make("time", { textContent: "0:00:00" }));
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const means = pill() && isAct(ctx) && meaning(ctx.sourceElement, ctx.request);
  if (!means) return;
  const wasIdle = pill().classList.contains("is-idle");
  pill().querySelector(".timer-guess")?.remove();
  pill().append(guessOf(means, ctx.sourceElement));
  pill().classList.add("is-guess");
  pill().classList.toggle("is-idle", means === "stop");
  const earlier = ctx.refused;
  ctx.refused = () => {
    earlier?.();
    if (!pill()?.classList.contains("is-guess")) return; // Drawn anew by the answer.
    pill().querySelector(".timer-guess")?.remove();
    pill().classList.remove("is-guess");
    pill().classList.toggle("is-idle", wasIdle);
  };
});

// Who asks for a habit where there is none is asked what they are doing instead.
document.addEventListener("timer:open", () => document.querySelector("#timer button[popovertarget]")?.click());
