// Alpine drives the few parts that keep a state of their own (x-data); a page without them does not load it.
import { each, meta } from "../dom.js";

let asked;
each("[x-data]", () => (asked ??= import(meta("asset-alpine"))));
