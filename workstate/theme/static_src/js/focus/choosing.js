// Where intervals are set up: hearing the sound, and allowing notifications, which nothing but this button asks for.
import { each } from "../dom.js";
import { play, wake } from "./sounding.js";

each("[data-focus-try]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    wake();
    const { sound, volume } = button.form?.elements ?? button.closest("form").elements;
    setTimeout(() => play(sound.value, Number(volume.value)), 50);
  });
});

each("[data-focus-notify]", (field) => {
  if (!("Notification" in window)) return;
  field.hidden = false;
  const [button, words] = [field.querySelector("[data-focus-allow]"), field.querySelector(".field-help")];
  const show = () => {
    button.hidden = Notification.permission !== "default";
    if (button.hidden) words.textContent = words.dataset[Notification.permission];
  };
  button.addEventListener("click", () => Notification.requestPermission().then(show));
  show();
});
