// The calendar of tasks (see savedviews/calendar/_calendar.html), a bundle of its own. What stands there is the server's: the script
// moves it ahead of the answer and keeps nothing in it.
import "./calendar/adding.js";
import "./calendar/clock.js";
import "./calendar/dragging.js";
import "./calendar/keys.js";
import "./calendar/side.js";
import "./calendar/slots.js";
import "./calendar/stretching.js";
