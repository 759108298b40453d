// A picture of a file, large: a click on its tile; ← and → go to the others, Esc closes.
import { on } from "../dom.js";

const tiles = () => [...document.querySelectorAll(".file-tiles [data-preview]")];
let shown = 0;

function lightbox() {
  const open = document.getElementById("lightbox");
  if (open) return open;
  const dialog = document.getElementById("lightbox-template").content.firstElementChild.cloneNode(true);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(shown + step);
    if (event.key !== "Escape") event.stopPropagation(); // The list behind it hears none of its keys.
  });
  return document.body.appendChild(dialog);
}

function show(number) {
  const all = tiles();
  if (!all.length) return;
  shown = (number + all.length) % all.length;
  const { preview, name } = all[shown].dataset;
  const dialog = lightbox();
  const picture = dialog.querySelector("img");
  picture.alt = name;
  picture.src = preview;
  dialog.querySelector("h2").textContent = name;
  dialog.querySelector("[data-lightbox-place]").textContent = all.length > 1 ? `${shown + 1} / ${all.length}` : "";
  dialog.querySelector("[data-lightbox-download]").href = all[shown].getAttribute("href");
  for (const button of dialog.querySelectorAll("[data-lightbox-step]")) button.hidden = all.length < 2;
  if (dialog.open) return;
  dialog.returnTo = all[shown];
  dialog.showModal();
}

on("click", "[data-preview]", (event, tile) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(tiles().indexOf(tile));
});
on("click", "[data-lightbox-step]", (event, button) => show(shown + Number(button.dataset.lightboxStep)));
