// Somebody comes back to a timer that ran on. The browser's own judgement counts where it was allowed to give it
// (Idle Detection); else nothing of ours having been touched in any tab. A computer that slept was left, whatever it says.
import { attempt, isTyping } from "../dom.js";
import { fetchInto } from "./asking.js";
import { hold } from "./beat.js";
import { lastTouch, onTouch, runs, signs } from "./signs.js";

const TICK = 10000;
const KEY = "workstate.gap";
let detector = null;
let since = null; // Since when the browser says that nobody is there.
let asking = false;

const patience = () => Number(signs().idle) * 1000 || Infinity;

/** Ask about the time between two instants of this computer; the server counts backwards from its own now. */
function ask(from, to) {
  if (asking || !runs() || to - from < patience() || document.getElementById("gap")) return;
  asking = true;
  // A page that is left by the first click of who came back, or that has no network yet, asks later.
  attempt(() => sessionStorage.setItem(KEY, JSON.stringify([from, to])));
  const ago = (at) => Math.round((Date.now() - at) / 1000);
  const answered = pause()
    .then(() => fetchInto(signs().gap, { idle: ago(from), back: ago(to) }))
    .then((asked) => asked && attempt(() => sessionStorage.removeItem(KEY)))
    .catch(() => {})
    .finally(() => (asking = false));
  hold(answered);
}

const again = () => ask(...(attempt(() => JSON.parse(sessionStorage.getItem(KEY))) ?? [0, 0]));

/** Nothing takes the cursor from somebody in the middle of a word. */
const pause = () =>
  new Promise((resolve) => {
    if (!isTyping()) return resolve();
    const later = () => setTimeout(done, 1200);
    const key = () => (clearTimeout(clock), (clock = later()));
    const done = () => (removeEventListener("keydown", key), resolve());
    let clock = later();
    addEventListener("keydown", key);
  });

onTouch((now, before) => (detector || ask(before, now), again()));
again();

// A tick that comes much too late: the computer slept, unless the browser had merely put the page aside.
let ticked = Date.now();
let frozen = false;
document.addEventListener("freeze", () => (frozen = true));
setInterval(() => {
  const now = Date.now();
  if (detector && !frozen && !document.hidden) ask(Math.min(ticked, since ?? ticked), now);
  ticked = now;
  frozen = false;
}, TICK);

async function listen() {
  if (!("IdleDetector" in window) || detector || !Number(signs().idle)) return;
  const permission = await navigator.permissions.query({ name: "idle-detection" });
  if (permission.state !== "granted") return;
  const threshold = Math.max(60000, patience());
  const judge = new IdleDetector();
  judge.addEventListener("change", () => {
    const now = Date.now();
    const away = judge.userState === "idle" || judge.screenState === "locked";
    if (away) since ??= judge.userState === "idle" ? now - threshold : Math.max(lastTouch(), now - threshold);
    else if (since !== null) {
      const from = since;
      since = null;
      ask(from, now);
    }
  });
  await judge.start({ threshold });
  detector = judge;
}
listen().catch(() => {}); // Then input and visibility decide.
