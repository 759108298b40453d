// What only some pages need is loaded when it appears: Alpine for the few parts that keep a state of their own (x-data), and
// the script of a layout, which its element names by data-bundle.
import { each, meta } from "../dom.js";

let asked;
each("[x-data]", () => (asked ??= import(meta("asset-alpine"))));
each("[data-bundle]", (element) => import(element.dataset.bundle));
