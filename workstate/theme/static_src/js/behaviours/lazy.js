// What only some pages need is loaded when it appears: Alpine for the few parts that keep a state of their own (x-data), dates in
// words and months, and the script of a layout, which its element names by data-bundle.
import { each, meta, on } from "../dom.js";

each("[x-data]", () => import(meta("asset-alpine")));
each("[data-dates], [data-reads]", () => import(meta("asset-dates")));
each("[data-bundle]", (element) => import(element.dataset.bundle));
each("[data-filter]:not(.is-away)", (form) => import(form.dataset.src));
on("click", "[data-filter-open]", () => import(document.querySelector("[data-filter]").dataset.src).then(({ open }) => open()));
