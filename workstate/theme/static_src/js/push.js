// The settings of notifications: whether this browser tells the person, and how to change that.
import { meta } from "./dom.js";

const section = document.querySelector("[data-push]");
const { push: key, pushUrl: url, pushWorker: worker } = section.dataset;
const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function show(state) {
  for (const part of section.querySelectorAll("[data-push-state]")) part.hidden = part.dataset.pushState !== state;
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription();
}

/** Whether it was made for the key that the server has now. */
function isOurs(found) {
  const octets = new Uint8Array(found.options.applicationServerKey ?? []);
  const text = btoa(String.fromCharCode(...octets)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return text === key;
}

async function send(method, body) {
  const answer = await fetch(url, { method, headers: { "X-CSRFToken": meta("csrf-token"), "HX-Request": "true" }, body });
  if (!answer.ok) throw new Error(`${answer.status}`);
}

function tell(found) {
  const { endpoint, keys } = found.toJSON();
  return send("POST", new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, key }));
}

async function begin() {
  if ((await Notification.requestPermission()) !== "granted") return look();
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  const before = await registration.pushManager.getSubscription();
  if (before && !isOurs(before)) await before.unsubscribe();
  await tell(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  location.reload();
}

async function end() {
  await send("DELETE");
  await (await subscription())?.unsubscribe();
  location.reload();
}

async function look() {
  if (!isAble) return show("unable");
  if (Notification.permission === "denied") return show("denied");
  const found = await subscription();
  const isOn = Boolean(found && isOurs(found));
  // The server forgets a browser with its sign-in; whoever signs in again there is told again.
  if (isOn && !("pushHere" in section.dataset)) await tell(found);
  show(isOn ? "on" : "off");
}

const trying = (act) => act().catch(() => show("failed"));
section.querySelector("button[data-push-on]").addEventListener("click", () => trying(begin));
for (const button of section.querySelectorAll("button[data-push-off]")) {
  button.addEventListener("click", (event) => {
    if (!isAble) return;
    event.preventDefault();
    trying(end);
  });
}
trying(look);
