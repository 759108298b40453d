// A choice of theme, accent, density or keys shows at once; the form around it sends it to be kept.
import htmx from "../htmx.js";
import { on } from "../dom.js";
import { does } from "./commands.js";

const changed = () => document.dispatchEvent(new CustomEvent("theme:changed"));

for (const name of ["theme", "accent", "density", "hotkeys"]) {
  on("change", `[data-choose-${name}]`, (event, field) => {
    document.documentElement.dataset[name] = event.target.value;
    changed();
    field.form?.hasAttribute("data-autosave") || field.closest("form[data-send-on-change]")?.requestSubmit();
  });
}

const look = document.documentElement.dataset;
does(
  {
    appearance(value, { url }) {
      const [name, choice] = value.split("=");
      look[name] = choice;
      const radio = document.querySelector(`[data-choose-${name}] input[value="${choice}"]`);
      if (radio) radio.checked = true;
      changed();
      const { theme, accent, density, hotkeys } = look;
      htmx.ajax("POST", url, { source: document.body, target: document.body, swap: "none", bare: true, values: { theme, accent, density, hotkeys } });
    },
  },
  { appearance: (value) => look[value.split("=")[0]] !== value.split("=")[1] },
);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
