/** ARIA 1.2 combobox over a native select: the select keeps the value and works alone when there is no script. */
export function combobox() {
  return {
    init() {
      this.select = this.$refs.select;
      this.input = Object.assign(document.createElement("input"), { type: "text", className: "input", autocomplete: "off", id: `${this.select.id}-typed` });
      this.list = Object.assign(document.createElement("ul"), { className: "combo-list pop", id: `${this.select.id}-list`, hidden: true });
      const label = this.$root.querySelector("label");
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", label?.textContent ?? "");
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
      if (!found.length) this.list.append(Object.assign(document.createElement("li"), { className: "menu-head", textContent: this.$root.dataset.empty }));
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.mark(sought ? this.list.querySelector("[role=option]") : this.list.querySelector("[aria-current]"));
    },
    line(option) {
      const line = Object.assign(document.createElement("li"), { className: "menu-item", id: `${this.list.id}-${option.index}` });
      line.setAttribute("role", "option");
      if (option.selected) line.setAttribute("aria-current", "true");
      line.dataset.index = option.index;
      if (option.dataset.colour) {
        line.append(Object.assign(document.createElement("span"), { className: `dot colour-${option.dataset.colour}` }));
      }
      line.append(option.text);
      return line;
    },
    mark(line) {
      for (const other of this.list.children) other.setAttribute("aria-selected", String(other === line));
      if (line) line.scrollIntoView({ block: "nearest" });
      if (line) this.input.setAttribute("aria-activedescendant", line.id);
      else this.input.removeAttribute("aria-activedescendant");
    },
    marked() {
      return this.list.querySelector("[aria-selected=true]");
    },
    key(event) {
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return this.open("");
        const lines = [...this.list.querySelectorAll("[role=option]")];
        const at = lines.indexOf(this.marked()) + (event.key === "ArrowDown" ? 1 : -1);
        this.mark(lines.at(at % lines.length));
      } else if (event.key === "Enter" && open) {
        event.preventDefault();
        this.choose(this.marked());
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
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
