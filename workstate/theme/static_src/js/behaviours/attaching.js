// Files dropped on an open task, pasted, or chosen are sent at once, one after the other, each with its progress.
// A plain form does the same for whoever has no script.
import { announce, meta, on, say } from "../dom.js";

const PLACE = "[data-attach]";
const place = () => document.querySelector(`#drawer ${PLACE}`) ?? document.querySelector(`main ${PLACE}`);
const detail = () => place()?.closest("#task-detail");
let last = Promise.resolve();

function attach(files, target = place()) {
  const { attach: url, attachLimit: limit, attachTooLarge: tooLarge } = target.dataset;
  for (const file of files) {
    const line = document.getElementById("file-upload-template").content.firstElementChild.cloneNode(true);
    line.querySelector(".clip").textContent = file.name;
    target.querySelector(".file-uploads").append(line);
    if (file.size > Number(limit)) refuse(line, tooLarge);
    else last = last.then(() => line.isConnected && send(file, url, line));
  }
}

function send(file, url, line) {
  return new Promise((sent) => {
    const request = new XMLHttpRequest();
    line.request = request;
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", meta("csrf-token"));
    request.setRequestHeader("HX-Request", "true"); // Refusals come in a few words, not as a page.
    request.upload.onprogress = ({ loaded, total }) => (line.querySelector("progress").value = loaded / total);
    request.onload = () => {
      if (request.status >= 300) return refuse(line, reasonOf(request));
      line.remove();
      announce(file.name);
      document.dispatchEvent(new CustomEvent("tasks:changed"));
    };
    request.onerror = () => refuse(line, say("offline"));
    request.onloadend = sent;
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  });
}

function reasonOf({ status, responseText }) {
  if (status === 401) return say("signedOut");
  if (status === 413) return place()?.dataset.attachTooLarge ?? say("refused");
  const words = new DOMParser().parseFromString(responseText, "text/html").querySelector("[data-toast] p")?.textContent;
  return words ?? say(status >= 500 ? "broken" : "refused");
}

function refuse(line, words) {
  line.classList.add("is-refused");
  const error = line.querySelector(".field-error");
  error.hidden = false;
  error.textContent = words;
}

on("click", "[data-attach-stop]", (event, button) => {
  const line = button.closest(".file-upload");
  line.request?.abort();
  line.remove();
});
on("change", "[data-attach-choose]", (event, input) => {
  attach([...input.files], input.closest(PLACE));
  input.value = "";
});

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
function hover(event, over) {
  const task = detail();
  if (task) task.toggleAttribute("data-dropping", over && task.contains(event.target));
  if (task) task.dataset.dropWords = place().dataset.attachWords;
}
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault(); // Else a file that is let go beside the task would take the page's place.
  hover(event, true);
  event.dataTransfer.dropEffect = detail()?.hasAttribute("data-dropping") ? "copy" : "none";
});
document.addEventListener("dragleave", (event) => !event.relatedTarget && hover(event, false));
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
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

function named(file) {
  const at = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString();
  return new File([file], `${at.slice(0, 10)} ${at.slice(11, 19).replaceAll(":", ".")}.png`, { type: file.type });
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.status < 300) ctx.sourceElement.closest?.(".file-tile [popover]")?.hidePopover();
});
