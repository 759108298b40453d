// Files let go over an open task, and pictures pasted while one is open, are attached to it.
import { attach, place } from "./attaching.js";

const detail = () => place()?.closest("#task-detail");
/** Whether it is for us: files, while a task is open, and not over a field that takes them itself. */
const isOurs = ({ target, dataTransfer }) =>
  dataTransfer?.types.includes("Files") && place() && !target.closest?.("input[type=file]");

function hover(event, over) {
  const task = detail();
  if (!task) return;
  task.dataset.dropWords = place().dataset.attachWords;
  task.toggleAttribute("data-dropping", over && task.contains(event.target));
}

document.addEventListener("dragover", (event) => {
  if (!isOurs(event)) return;
  event.preventDefault(); // Else a file that is let go beside the task would take the page's place.
  hover(event, true);
  event.dataTransfer.dropEffect = detail()?.hasAttribute("data-dropping") ? "copy" : "none";
});
document.addEventListener("dragleave", (event) => !event.relatedTarget && hover(event, false));
document.addEventListener("drop", (event) => {
  if (!isOurs(event)) return;
  event.preventDefault();
  if (detail()?.contains(event.target)) attach([...event.dataTransfer.files]);
  hover(event, false);
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  // Words that bring their picture along, as those of an office program do, are pasted as words.
  if (!files.length || !place() || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  attach(files.map((file) => (file.name === "image.png" ? named(file) : file)));
});

/** A pasted picture has no name; it gets the time, as on a screenshot. */
function named(file) {
  const at = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString();
  return new File([file], `${at.slice(0, 10)} ${at.slice(11, 19).replaceAll(":", ".")}.png`, { type: file.type });
}
