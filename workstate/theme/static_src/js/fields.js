import "./behaviours/fields.js";
