import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-alpine-compat.js";

export default htmx;
