// Time as it would stand: drawn over the columns while something is dragged, and until the server has drawn it itself.
import { announce, make } from "../dom.js";
import { sentence } from "../hours/words.js";
import { columns, now, put, runsOf, spanSaid, spanWords } from "./axis.js";

const LOWEST = 720;

/** A shadow for the item, or for something new. `show` moves it; `gone` takes it away. */
export function shadow({ item = null, title = "" } = {}) {
  let parts = [];
  const colour = [...(item?.classList ?? [])].find((name) => name.startsWith("colour-")) ?? "";
  const twins = item ? document.querySelectorAll(`#calendar [data-entry="${item.dataset.entry}"]`) : [];
  return {
    title,
    get element() {
      return parts[0];
    },
    show(start, stop) {
      for (const part of parts) part.remove();
      for (const one of twins) one.classList.add("is-dragged");
      parts = columns().flatMap((column) => {
        const found = runsOf(column).map((run) => [Math.max(start, run.instant), Math.min(stop, run.instant + run.seconds), run]).filter(([from, to]) => from < to);
        if (!found.length) return [];
        const ends = found.flatMap(([from, to, run]) => [run.at + from - run.instant, run.at + to - run.instant]);
        const part = make("div", { className: `cal-slot tc-shadow ${colour}` }, make("b", { textContent: this.title }), make("span", { textContent: spanWords(start, stop) }));
        put(part, Math.min(...ends), Math.max(LOWEST, Math.max(...ends) - Math.min(...ends)));
        column.append(part);
        return [part];
      });
    },
    name(text) {
      this.title = text;
      for (const part of parts) part.firstChild.textContent = text;
    },
    gone() {
      for (const part of parts) part.remove();
      for (const one of twins) one.classList.remove("is-dragged");
      parts = [];
    },
  };
}

const refuse = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, danger: true } }));

/** Whether time may be written there; if not, it says why. */
export function allowed(start, stop) {
  const closed = columns().some((column) => "closed" in column.dataset && runsOf(column).some((run) => start < run.instant + run.seconds && Math.max(stop, start + 1) > run.instant));
  if (stop <= now() + 60 && !closed) return true;
  refuse(sentence(closed ? "Closed" : "Future", {}));
  return false;
}

export const tell = (start, stop) => announce(spanSaid(start, stop));
