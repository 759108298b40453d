// The quick add line: Enter adds, Ctrl/⌘+Enter adds and starts the timer, Esc clears, then closes. What the server understood
// is tinted behind the words and listed as chips; a chip's × (or Backspace twice after the token) keeps the words and drops
// the meaning.
import { announce, each, isTyping, make, meta, on } from "../dom.js";
import { newId } from "../ids.js";
import { drafts } from "./draft.js";
import { openDialog } from "./dialog.js";
import { serverTime } from "./elapsed.js";
import { Completion } from "./quickadd-complete.js";
import { carry, read, render } from "./quickadd-mirror.js";
import { isOffer } from "./quickadd-paste.js";

const WAIT = 120;
const lines = new WeakMap();
export const lineOf = (element) => lines.get(element.closest("[data-quick-add]"));

class Line {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("textarea");
    this.mirror = form.querySelector(".qa-mirror");
    this.chips = form.querySelector("[data-quick-add-chips]");
    this.error = form.querySelector("[data-quick-add-error]");
    this.segments = [];
    this.draftKey = `quick-add:${form.getAttribute("action")}`;
    this.completion = new Completion(this);
    form.classList.add("is-live");
    if (!this.field.value) this.field.value = drafts.get(this.draftKey);
    this.changed();
  }

  changed() {
    const text = this.field.value;
    this.segments = carry(this.segments, text);
    render(this.mirror, this.segments);
    drafts.set(this.draftKey, text);
    this.error.textContent = "";
    this.disarm();
    clearTimeout(this.waiting);
    this.asking?.abort();
    if (!text.trim()) return this.chips.replaceChildren();
    this.waiting = setTimeout(() => this.preview(), WAIT);
  }

  async preview() {
    this.asking = new AbortController();
    const text = this.field.value;
    const headers = { "X-CSRFToken": meta("csrf-token"), "HX-Request": "true" };
    const options = { method: "POST", body: new URLSearchParams(new FormData(this.form)), headers, signal: this.asking.signal };
    try {
      const answer = await fetch(this.form.dataset.previewUrl, options);
      if (!answer.ok || this.field.value !== text) return;
      const { segments, chips, error } = read(await answer.text());
      this.segments = segments.map((s) => s.text).join("") === text ? segments : carry(segments, text);
      render(this.mirror, this.segments);
      const armed = this.chips.querySelector(".is-armed")?.dataset.key; // It was armed while this was on its way.
      this.chips.replaceChildren(...chips);
      if (armed) this.chips.querySelector(`[data-key="${CSS.escape(armed)}"]`)?.classList.add("is-armed");
      this.error.textContent = error;
      // Which sections "/" can name is known only now that the project before it is.
      if (!this.completion.isOpen && document.activeElement === this.field) this.completion.update();
    } catch {
      // Without a preview the words are still added; the tints come back with the next key.
    }
  }

  /** The project whose sections can be named: the one in the line, else the page's (its chip stands there). */
  project() {
    const named = this.segments.findLast((segment) => segment.tint.split(" ").includes("k-project"))?.text;
    const chip = this.chips.querySelector(".k-project .chip-text")?.textContent.trim();
    return chip ?? named?.replace(/^#"?|"$/g, "") ?? this.form.dataset.project;
  }

  drop(chip) {
    this.form.append(make("input", { type: "hidden", name: "ignored", value: chip.dataset.key }));
    this.name(chip);
    chip.remove();
    this.field.focus();
    this.asking?.abort();
    this.preview();
  }

  name(chip) {
    announce(chip.querySelector("[data-drop]")?.getAttribute("aria-label") ?? "");
  }

  disarm() {
    this.chips.querySelector(".is-armed")?.classList.remove("is-armed");
  }

  /** Backspace right behind a token arms its chip, once more drops it. True when the key was used up. */
  backspace() {
    const { selectionStart: at, selectionEnd: end, value } = this.field;
    const last = [...this.chips.querySelectorAll("[data-key]")].at(-1);
    if (at !== end || at !== value.length || !last || !this.segments.at(-1)?.tint) return false;
    if (last.classList.contains("is-armed")) this.drop(last);
    else {
      last.classList.add("is-armed");
      this.name(last);
    }
    return true;
  }

  escape() {
    if (this.chips.querySelector(".is-armed")) return this.disarm();
    if (this.field.value && !this.form.closest("dialog")) {
      this.field.select();
      document.execCommand("delete"); // The browser's own undo brings the words back.
    } else {
      this.form.closest("dialog")?.close();
      this.field.blur();
    }
  }

  send(start) {
    if (!this.field.value.trim() || this.offering) return;
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.sent = this.field.value;
    this.form.requestSubmit(start ? this.form.querySelector("button[name=start]") : undefined);
  }

  /** The task's own id, chosen here: the same line sent again, because no answer came, makes one task and not two. */
  identify() {
    this.sent = this.field.value;
    if (this.identified === this.sent) return;
    this.identified = this.sent;
    this.id ??= this.form.appendChild(make("input", { type: "hidden", name: "id" }));
    this.id.value = newId(serverTime().getTime());
  }

  taken() {
    this.identified = undefined;
    const { value } = this.field;
    if (this.sent && value.startsWith(this.sent)) this.field.value = value.slice(this.sent.length);
    this.completion.asked = undefined; // What the line has just made can be named in the next one.
    for (const kept of this.form.querySelectorAll("input[name=ignored]")) kept.remove();
    this.changed();
    this.form.closest("dialog")?.close();
  }
}

each("[data-quick-add]", (form) => lines.set(form, new Line(form)));

on("input", "[data-quick-add] textarea", (event, field) => {
  lineOf(field)?.changed();
  if (!event.isComposing) lineOf(field)?.completion.update();
});
on("click", "[data-quick-add] [data-drop]", (event, button) => lineOf(button)?.drop(button.closest("[data-key]")));
on("submit", "[data-quick-add]", (event, form) => lines.get(form).identify(), true);
on("keydown", "[data-quick-add] textarea", (event, field) => {
  const line = lineOf(field);
  if (!line || event.isComposing) return;
  let used = true;
  if (line.completion.key(event)) event.stopPropagation();
  else if (event.key === "Enter" && !event.shiftKey) line.send(event.ctrlKey || event.metaKey);
  else if (event.key === "Escape") line.escape();
  else used = event.key === "Backspace" && line.backspace();
  if (used) event.preventDefault();
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const line = lines.get(ctx.sourceElement);
  if (!line) return;
  const problem = ctx.response.status >= 400 && read(ctx.text).error;
  if (ctx.response.status < 400) line.taken();
  else if (problem) line.error.textContent = problem;
});

// A refusal is told under the line; it never lands in the list.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if ((lines.has(ctx.sourceElement) || isOffer(ctx.sourceElement)) && ctx.response?.status >= 400 && !ctx.hx?.retarget) event.preventDefault();
});

export function openQuickAdd() {
  const inline = [...document.querySelectorAll("main [data-quick-add] textarea")].find((field) => field.checkVisibility());
  if (!inline) return Boolean(openDialog("quick-add"));
  inline.focus();
  inline.scrollIntoView({ block: "nearest" });
  return true;
}
on("click", "[data-quick-add-open]", (event, opener) => {
  if (event.ctrlKey || event.metaKey || isTyping()) return;
  opener.closest("[popover]")?.hidePopover();
  if (openQuickAdd()) event.preventDefault();
});
