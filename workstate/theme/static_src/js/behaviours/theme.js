// A choice of theme, accent or density shows at once; the form around it sends it to be kept.
import { on } from "../dom.js";

const changed = () => document.dispatchEvent(new CustomEvent("theme:changed"));

for (const name of ["theme", "accent", "density"]) {
  on("change", `[data-choose-${name}]`, (event, field) => {
    document.documentElement.dataset[name] = event.target.value;
    changed();
    field.form?.hasAttribute("data-autosave") || field.closest("form[data-send-on-change]")?.requestSubmit();
  });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
