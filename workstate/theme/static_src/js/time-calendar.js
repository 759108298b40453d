// The calendar of time (see timetracking/calendar/_calendar.html), a bundle of its own. What stands there is the server's: the script
// shows it elsewhere ahead of the answer and keeps nothing in it.
import "./time-calendar/clock.js";
import "./time-calendar/drawing.js";
import "./time-calendar/keys.js";
import "./time-calendar/moving.js";
import "./time-calendar/opening.js";
import "./time-calendar/stretching.js";
import "./time-calendar/swiping.js";
