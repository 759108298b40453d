// A list under the caret while a name is typed behind # / @ +: ↑↓ choose, Enter or Tab take, Esc closes, mouse and touch too.
// The cursor stays in the line: the marked row is its active descendant.
import { announce, askJson, make, say } from "../dom.js";
import { makeList, makeOption, mark, markedOf, stepOf, stepped } from "../listbox.js";
import { place } from "./popover.js";
import { rectOf } from "./quickadd-mirror.js";
import { fitting, namesAt, typedBefore } from "./quickadd-names.js";

export class Completion {
  constructor(line) {
    this.line = line;
    this.field = line.field;
    const label = this.field.getAttribute("aria-label") ?? "";
    this.list = makeList(`${this.field.id}-names`, "pop qa-names", { popover: "manual", "aria-label": label });
    line.form.append(this.list);
    const roles = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) this.field.setAttribute(name, value);
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.field.addEventListener("click", () => this.close());
    this.field.addEventListener("blur", () => {
      this.close();
      this.asked = undefined;
    });
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  async update() {
    const typed = this.field.selectionStart === this.field.selectionEnd ? typedBefore(this.field.value, this.field.selectionStart) : undefined;
    if (typed?.at !== this.dismissed) this.dismissed = undefined;
    if (!typed || this.dismissed !== undefined) return this.close();
    this.asked ??= askJson(namesAt(this.line.form.dataset.previewUrl));
    const names = await this.asked;
    if (!names || document.activeElement !== this.field) return;
    const now = typedBefore(this.field.value, this.field.selectionStart);
    if (!now || now.at !== typed.at) return;
    this.typed = now;
    this.rows = fitting(names, now, this.line.project());
    if (!this.rows.length) return this.close();
    this.list.replaceChildren(...this.rows.map((row, index) => this.draw(row, index)));
    if (!this.isOpen) this.list.showPopover();
    const { x, y, height } = rectOf(this.line.mirror, this.typed.at);
    place(this.list, new DOMRect(x - 8, y, 0, height));
    mark(this.field, this.list, now.query && !this.rows[0].making ? this.list.firstElementChild : null);
    announce(say("choices", { count: this.rows.length }));
  }

  draw(row, index) {
    const className = row.colour ? `dot colour-${row.colour}` : "qa-sign";
    const sign = make("span", { className, "aria-hidden": "true" }, row.colour ? "" : this.typed.sign);
    const name = make("span", { className: "qa-name" }, row.making ? say(row.making, { name: row.name }) : row.name);
    return makeOption(`${this.list.id}-${index}`, sign, name, row.hint && make("small", {}, row.hint));
  }

  /** True when the key was used up. */
  key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return false;
    const items = [...this.list.children];
    const at = items.indexOf(markedOf(this.list));
    if (stepOf(event)) {
      mark(this.field, this.list, stepped(items, items[at], stepOf(event)));
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
