// Files that were chosen, dropped or pasted (dropping.js) are sent at once, one after the other, each with its progress.
// A plain form does the same for whoever has no script.
import { announce, meta, on, say } from "../dom.js";
import { toast } from "./toast.js";

const PLACE = "[data-attach]";
/** Where files go now: to the task in the drawer, else to the one whose page this is. */
export const place = () => document.querySelector(`#drawer ${PLACE}`) ?? document.querySelector(`main ${PLACE}`);
let last = Promise.resolve();
let underWay = 0;

export function attach(files, target = place()) {
  const { attach: url, attachLimit: limit, attachTooLarge: tooLarge } = target.dataset;
  for (const file of files) {
    const line = document.getElementById("file-upload-template").content.firstElementChild.cloneNode(true);
    line.querySelector(".clip").textContent = line.querySelector("progress").ariaLabel = file.name;
    target.querySelector(".file-uploads").append(line);
    if (file.size > Number(limit)) refuse(line, tooLarge);
    else {
      underWay += 1;
      last = last.then(() => line.stopped || send(file, url, line, tooLarge)).finally(() => (underWay -= 1));
    }
  }
}

function send(file, url, line, tooLarge) {
  return new Promise((sent) => {
    const request = (line.request = new XMLHttpRequest());
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", meta("csrf-token"));
    request.setRequestHeader("HX-Request", "true"); // Refusals come in a few words, not as a page.
    request.upload.onprogress = ({ loaded, total }) => (line.querySelector("progress").value = loaded / total);
    request.onload = () => {
      if (request.status >= 300) return refuse(line, reasonOf(request, tooLarge));
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

function reasonOf({ status, responseText }, tooLarge) {
  if (status === 401) return say("signedOut");
  if (status === 413) return tooLarge;
  const words = new DOMParser().parseFromString(responseText, "text/html").querySelector("[data-toast] p")?.textContent;
  return words ?? say(status >= 500 ? "broken" : "refused");
}

function refuse(line, words) {
  // Another task may have been opened meanwhile.
  if (!line.isConnected && !line.stopped) toast(`${line.querySelector(".clip").textContent}: ${words}`, { danger: true });
  line.classList.add("is-refused");
  line.querySelector("button").ariaLabel = say("close");
  Object.assign(line.querySelector(".field-error"), { hidden: false, textContent: words });
}

on("click", "[data-attach-stop]", (event, button) => {
  const line = button.closest(".file-upload");
  line.stopped = true;
  line.request?.abort();
  line.remove();
});
on("change", "[data-attach-choose]", (event, input) => {
  attach([...input.files], input.closest(PLACE));
  input.value = "";
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.status < 300) ctx.sourceElement.closest?.(".file-tile [popover]")?.hidePopover();
});
addEventListener("beforeunload", (event) => underWay && event.preventDefault());
