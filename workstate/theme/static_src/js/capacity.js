// Capacity: tasks of an open day are dragged to another day or person, or moved there by keys (see focus/capacity/_week.html).
import "./capacity/dragging.js";
import "./capacity/keys.js";
