// Alpine in its CSP build: only components registered here, plain property and method expressions.
import Alpine from "@alpinejs/csp";
import { combobox } from "./components/combobox.js";

window.Alpine = Alpine;
Alpine.data("combobox", combobox);
Alpine.start();
