// The table of tasks (see savedviews/table/_table.html), a bundle of its own: it shares nothing with the page but the page.
import "./table/cells.js";
import "./table/folding.js";
import "./table/heads.js";
