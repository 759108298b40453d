import "./behaviours/dates.js";
