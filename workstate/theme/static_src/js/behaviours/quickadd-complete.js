// A list under the caret while a name is typed behind # / @ +: ↑↓ choose, Enter or Tab take, Esc closes, mouse and touch too.
// The cursor stays in the line: the marked row is its active descendant.
import { announce, say } from "../dom.js";
import { fetchNames, fitting, typedBefore } from "./quickadd-names.js";

export class Completion {
  constructor(line) {
    this.line = line;
    this.field = line.field;
    this.list = Object.assign(document.createElement("ul"), { className: "pop qa-names", id: `${this.field.id}-names`, popover: "manual" });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.field.getAttribute("aria-label") ?? "");
    line.form.append(this.list);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-haspopup", "listbox");
    this.field.setAttribute("aria-controls", this.list.id);
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.field.addEventListener("click", () => this.close());
    this.field.addEventListener("blur", () => {
      this.close();
      this.forget();
    });
  }

  forget() {
    this.asked = undefined;
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  async update() {
    const typed = this.field.selectionStart === this.field.selectionEnd ? typedBefore(this.field.value, this.field.selectionStart) : undefined;
    if (typed?.at !== this.dismissed) this.dismissed = undefined;
    if (!typed || this.dismissed !== undefined) return this.close();
    this.asked ??= fetchNames(this.line.form.dataset.previewUrl).catch(() => undefined);
    const names = await this.asked;
    if (!names || document.activeElement !== this.field) return;
    const now = typedBefore(this.field.value, this.field.selectionStart);
    if (!now || now.at !== typed.at) return;
    this.typed = now;
    this.rows = fitting(names, now, this.line.project());
    if (!this.rows.length) return this.close();
    this.list.replaceChildren(...this.rows.map((row, index) => this.draw(row, index)));
    if (!this.isOpen) this.list.showPopover();
    this.place();
    this.mark(now.query && !this.rows[0].making ? this.list.firstElementChild : undefined);
    announce(say("choices", { count: this.rows.length }));
  }

  draw(row, index) {
    const item = Object.assign(document.createElement("li"), { className: "menu-item", id: `${this.list.id}-${index}` });
    item.setAttribute("role", "option");
    const sign = Object.assign(document.createElement("span"), { className: row.colour ? `dot colour-${row.colour}` : "qa-sign", textContent: row.colour ? "" : this.typed.sign });
    sign.setAttribute("aria-hidden", "true");
    const name = Object.assign(document.createElement("span"), { className: "qa-name", textContent: row.making ? say(row.making, { name: row.name }) : row.name });
    item.append(sign, name);
    if (row.hint) item.append(Object.assign(document.createElement("small"), { textContent: row.hint }));
    return item;
  }

  place() {
    const { left, bottom } = this.line.placeOf(this.typed.at);
    const room = document.documentElement.clientWidth - this.list.offsetWidth - 8;
    this.list.style.left = `${Math.max(8, Math.min(left - 8, room))}px`;
    this.list.style.top = `${bottom + 4}px`;
  }

  mark(item) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === item));
    if (item) this.field.setAttribute("aria-activedescendant", item.id);
    else this.field.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  /** True when the key was used up. */
  key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return false;
    const items = [...this.list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1;
      this.mark(items.at(next % items.length));
      this.moved = true;
      return true;
    }
    if (event.key === "Escape") {
      this.dismissed = this.typed.at;
      this.close();
      return true;
    }
    if (event.key === "Tab" && !event.shiftKey) return this.take(items[Math.max(at, 0)]);
    // A name that stands there in full is no question any more: Enter adds the task.
    const whole = at >= 0 && !this.moved && this.rows[at].name.toLocaleLowerCase() === this.typed.query.toLocaleLowerCase();
    if (event.key === "Enter" && !event.shiftKey && at >= 0 && !whole) return this.take(items[at]);
    return false;
  }

  take(item) {
    const row = item && this.rows[[...this.list.children].indexOf(item)];
    if (!row) return false;
    this.close();
    this.dismissed = this.typed.at;
    this.field.setSelectionRange(this.typed.at, this.field.selectionStart);
    const rest = this.field.value.slice(this.field.selectionEnd);
    document.execCommand("insertText", false, /^\s/.test(rest) ? row.insert : `${row.insert} `); // The browser's undo knows it.
    return true;
  }

  close() {
    if (this.isOpen) this.list.hidePopover();
    this.moved = false;
    this.field.removeAttribute("aria-activedescendant");
  }
}
