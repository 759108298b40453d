// The grid of a week (see timesheets/_grid.html): cells are moved between, typed in, pasted and taken back as in the table of tasks;
// here is what hours need beside that: totals that move while one types, and saving that loses nothing when the server is away.
import "./timesheet/keys.js";
import "./table/cells.js";
import "./timesheet/totals.js";
import "./timesheet/saving.js";
import "./timesheet/torn.js";
import "./timesheet/looking.js";
import "./timesheet/adding.js";
import "./timesheet/turning.js";
