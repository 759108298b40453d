// Goals: how far one is, counted on with the timer that runs; [data-goal] says since when, and what the words are.
import { tick } from "./goals/counting.js";

setInterval(() => document.hidden || tick(), 1000);
document.addEventListener("htmx:after:swap", tick);
tick();
