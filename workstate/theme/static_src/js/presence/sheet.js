// The looks of what this bundle shows, beside it.
const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("presence.css", import.meta.url);
if (!document.querySelector(`link[href$="presence.css"]`)) document.head.append(sheet);
