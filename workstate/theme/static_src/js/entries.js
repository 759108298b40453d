// The list of time by day (see timetracking/_days.html), a bundle of its own: it shares nothing with the page but the page.
import "./entries/keys.js";
import "./entries/panel.js";
import "./entries/ribbon.js";
