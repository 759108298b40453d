// Whether somebody is there: signs of life while a timer runs, “Still working?”, and what became of the time they were away.
// Loaded where #timer says so ([data-presence]) and on the page where it is chosen. htmx is the page's own.
import "./presence/sheet.js";
import "./presence/beat.js";
import "./presence/asking.js";
import "./presence/idle.js";
import "./presence/split.js";
import "./presence/permission.js";
