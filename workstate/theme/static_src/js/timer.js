// The timer on every page: what an act on it knows, what a click shows before the answer, and tasks found while typing.
import "./timer/knowing.js";
import "./timer/showing.js";
import "./timer/finding.js";
