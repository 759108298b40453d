import "./behaviours/preview.js";
