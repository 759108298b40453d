// Who else looks at the task or the project on this page: said over its socket, and drawn when the socket says that it changed.
// A page in the background counts as left after a while, so that a glance at another tab makes nobody come and go.
const AWAY = 20000;
const drawn = new Map();
let told = "";
let leaving;

const all = () => [...document.querySelectorAll("[data-beside]")];
const here = () => all().at(-1)?.dataset.beside ?? ""; // The drawer stands behind its page.

function say(place) {
  if (place === told) return;
  told = place;
  document.dispatchEvent(new CustomEvent("live:say", { detail: `at ${place}`.trim() }));
}

/** What was drawn before stands again after the page around it was drawn anew. */
function stand() {
  for (const group of all()) if (!group.firstChild && drawn.has(group.dataset.beside)) group.innerHTML = drawn.get(group.dataset.beside);
  if (!document.hidden) say(here());
}

async function draw(group) {
  const place = group.dataset.beside;
  const answer = await fetch(group.dataset.besideUrl, { headers: { "HX-Request": "true" } }).catch(() => null);
  drawn.set(place, answer?.ok ? await answer.text() : "");
  for (const each of all()) if (each.dataset.beside === place) each.innerHTML = drawn.get(place);
}

document.addEventListener("live:open", () => {
  told = "";
  stand();
});
document.addEventListener("live:changed", ({ detail: { changed } }) => {
  for (const group of all()) if (changed.includes("everything") || changed.includes(group.dataset.beside)) draw(group);
});
document.addEventListener("htmx:after:swap", stand);
document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving);
  if (document.hidden) leaving = setTimeout(say, AWAY, "");
  else stand();
});
new MutationObserver(stand).observe(document.getElementById("drawer") ?? document.body, { childList: true });
stand();
