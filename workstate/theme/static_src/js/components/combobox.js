/** ARIA 1.2 combobox over a native select: the select keeps the value and works alone when there is no script. */
import { make } from "../dom.js";
import { makeList, makeOption, mark, markedOf, optionsOf, stepOf, stepped } from "../listbox.js";

export function combobox() {
  return {
    init() {
      // Not by x-ref: a morph may move a select that Alpine knows already into a new root, which then has no such ref.
      this.select = this.$root.querySelector("select");
      const label = this.$root.querySelector("label");
      this.list = makeList(`${this.select.id}-list`, "combo-list pop", { hidden: true, "aria-label": label?.textContent ?? "" });
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      this.input = make("input", { type: "text", className: "input", autocomplete: "off", id: `${this.select.id}-typed`, ...roles });
      if (label) label.htmlFor = this.input.id;
      this.select.hidden = true;
      this.select.after(this.input, this.list);
      this.show();
      this.input.addEventListener("input", () => this.open(this.input.value));
      this.input.addEventListener("click", () => this.open(""));
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("pointerdown", (event) => this.pick(event));
    },
    show() {
      this.input.value = this.select.selectedOptions[0]?.text ?? "";
    },
    open(typed) {
      const sought = typed.trim().toLocaleLowerCase();
      const found = [...this.select.options].filter((option) => option.text.toLocaleLowerCase().includes(sought));
      found.sort((a, b) => b.text.toLocaleLowerCase().startsWith(sought) - a.text.toLocaleLowerCase().startsWith(sought));
      this.list.replaceChildren(...found.map((option) => this.line(option)));
      if (!found.length) this.list.append(make("li", { className: "menu-head", textContent: this.$root.dataset.empty }));
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      mark(this.input, this.list, this.list.querySelector(sought ? "[role=option]" : "[aria-current]"));
    },
    line(option) {
      const { colour } = option.dataset;
      const line = makeOption(`${this.list.id}-${option.index}`, colour && make("span", { className: `dot colour-${colour}` }), option.text);
      if (option.selected) line.setAttribute("aria-current", "true");
      line.dataset.index = option.index;
      return line;
    },
    key(event) {
      const open = !this.list.hidden;
      const step = stepOf(event);
      if (!step && !(open && ["Enter", "Escape"].includes(event.key))) return;
      event.preventDefault();
      if (step && open) mark(this.input, this.list, stepped(optionsOf(this.list), markedOf(this.list), step));
      else if (step) this.open("");
      else if (event.key === "Enter") this.choose(markedOf(this.list));
      else {
        event.stopPropagation();
        this.close();
      }
    },
    pick(event) {
      event.preventDefault();
      this.choose(event.target.closest("[role=option]"));
    },
    choose(line) {
      if (line && this.select.selectedIndex !== Number(line.dataset.index)) {
        this.select.selectedIndex = Number(line.dataset.index);
        this.select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      this.close();
    },
    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
      this.show();
    },
    destroy() {
      this.input.remove();
      this.list.remove();
      this.select.hidden = false;
    },
  };
}
