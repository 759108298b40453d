const two = (number) => String(number).padStart(2, "0");
const iso = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;

/** A field that takes words ("next friday") or a day from a month; what stands in it is what is sent. */
export function datePicker() {
  return {
    title: "",
    shown: null,
    init() {
      this.language = document.documentElement.lang || "en";
      this.first = Number(this.$root.dataset.firstWeekday) || 0;
    },
    open() {
      const typed = /^\d{4}-\d{2}-\d{2}$/.test(this.$refs.input.value) ? new Date(`${this.$refs.input.value}T12:00`) : new Date();
      this.shown = new Date(typed.getFullYear(), typed.getMonth(), 1);
      this.$refs.pop.opener = this.$refs.input;
      this.draw();
      if (!this.$refs.pop.matches(":popover-open")) this.$refs.pop.showPopover();
    },
    close() {
      if (this.$refs.pop.matches(":popover-open")) this.$refs.pop.hidePopover();
    },
    back() {
      this.turn(-1);
    },
    forth() {
      this.turn(1);
    },
    turn(months) {
      this.shown = new Date(this.shown.getFullYear(), this.shown.getMonth() + months, 1);
      this.draw();
    },
    say(event) {
      this.set(event.currentTarget.dataset.value);
    },
    set(text) {
      this.$refs.input.value = text;
      this.close();
      this.$refs.input.focus();
      this.$refs.input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    draw() {
      this.title = this.shown.toLocaleDateString(this.language, { month: "long", year: "numeric" });
      const start = new Date(this.shown);
      start.setDate(1 - ((start.getDay() + 6 - this.first) % 7));
      const cells = [];
      for (let i = 0; i < 7; i++) {
        const day = new Date(start.getFullYear(), start.getMonth(), start.getDate() + i);
        cells.push(Object.assign(document.createElement("span"), { textContent: day.toLocaleDateString(this.language, { weekday: "narrow" }), ariaHidden: "true" }));
      }
      for (let i = 0; i < 42; i++) cells.push(this.cell(new Date(start.getFullYear(), start.getMonth(), start.getDate() + i)));
      this.$refs.grid.replaceChildren(...cells);
    },
    cell(day) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: day.getDate() });
      const chosen = iso(day) === this.$refs.input.value;
      button.setAttribute("aria-label", day.toLocaleDateString(this.language, { weekday: "long", day: "numeric", month: "long", year: "numeric" }));
      button.setAttribute("aria-pressed", String(chosen));
      button.classList.toggle("outside", day.getMonth() !== this.shown.getMonth());
      button.classList.toggle("today", iso(day) === iso(new Date()));
      button.addEventListener("click", () => this.set(iso(day)));
      return button;
    },
    move(event) {
      if (event.key === "PageUp") return this.turn(-1);
      if (event.key === "PageDown") return this.turn(1);
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
      const days = [...this.$refs.grid.querySelectorAll("button")];
      const at = days.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      days[Math.max(0, Math.min(days.length - 1, at + step))].focus();
    },
  };
}
