// On the preferences page: the browser may tell when nobody is at the computer. It asks by itself once the button is pressed.
import { each, on } from "../dom.js";

async function show(box) {
  const able = "IdleDetector" in window;
  const state = able ? (await navigator.permissions.query({ name: "idle-detection" })).state : "unable";
  for (const line of box.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== state;
}

each("[data-idle-permission]", (box) => show(box).catch(() => {}));
on("click", "[data-idle-permission] button", async (event, button) => {
  await IdleDetector.requestPermission().catch(() => {});
  show(button.closest("[data-idle-permission]"));
});
