// Every request carries the CSRF token; every refusal is told, and never lands where a row was.
import { announce, attempt, meta, on, say } from "../dom.js";
import { toast } from "./toast.js";

const SAFE = /^(GET|HEAD|OPTIONS)$/;
const MESSAGES = { 403: "forbidden", 404: "gone", 409: "conflict", 429: "tooMany" };

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!SAFE.test(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = meta("csrf-token");
  if (ctx.bare) ctx.request.body = new URLSearchParams(ctx.values); // Only what the script gave, not the fields around it.
});

const WHOLE = /^\s*(<!doctype|<html)/i;
const isWholePage = (ctx) => WHOLE.test(ctx.text ?? "") && !ctx.select && ctx.target !== document.body;

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response?.status ?? 200;
  if (ctx.hx?.retarget) return;
  if (status === 401) {
    event.preventDefault();
    toast(say("signedOut"), { danger: true, act: { label: say("retry"), run: () => location.reload() } });
  } else if (ctx.quiet && status >= 400) {
    event.preventDefault(); // A page that only asked for news: what is gone says so when it is used.
  } else if (isWholePage(ctx) || (status >= 400 && status !== 400 && status !== 422)) {
    event.preventDefault(); // A page where a fragment was asked for is an error page.
    if (status >= 400) toast(say(MESSAGES[status] ?? (status >= 500 ? "broken" : "refused")), { danger: true });
  } else if (status >= 400 && !/text\/html/.test(ctx.response.headers.get("Content-Type") ?? "")) {
    event.preventDefault();
    toast(messageOf(ctx.text) || say("refused"), { danger: true });
  }
});

const messageOf = (text) => (attempt(() => JSON.parse(text)) ?? { message: text.length < 200 ? text : "" }).message;

// Whoever asked says what to put back: {refused} of htmx.ajax, or set before the request.
function putBack({ detail: { ctx } }) {
  ctx?.refused?.();
  if (ctx) ctx.refused = null;
}
document.addEventListener("htmx:after:request", (event) => event.detail.ctx.hx?.retarget && putBack(event)); // It asks first.
document.addEventListener("htmx:response:error", putBack);
document.addEventListener("htmx:error", putBack);

document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  if (!ctx || ctx.quiet) return;
  toast(say(error?.name === "AbortError" || error === "timeout" ? "slow" : "offline"), { danger: true });
});

// A refused form says so where the cursor is.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.response?.status !== 400 && ctx.response?.status !== 422) return;
  const wrong = document.querySelector("#drawer [aria-invalid=true], dialog[open] [aria-invalid=true], main [aria-invalid=true]");
  wrong?.focus();
  announce(wrong?.closest(".field")?.querySelector(".field-error")?.textContent.trim() ?? "");
});

// Plain forms: one submission for two clicks.
on("submit", "form[method=post]:not([hx-post], [hx-put], [hx-patch], [hx-delete])", (event, form) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});
