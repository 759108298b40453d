// The clock of the page may be wrong: what counts is how long the page has been here since the server said how much there is.
const seen = new WeakMap();

/** 5 h 10 m, 45 m or 5 h, as the server writes it. */
export function long(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return [hours && `${hours} h`, (minutes || !hours) && `${minutes} m`].filter(Boolean).join(" ");
}

function offset() {
  const sent = Date.parse(document.querySelector("meta[name=server-time]")?.content ?? "");
  const [load] = performance.getEntriesByType("navigation");
  return sent && load ? sent - (performance.timeOrigin + load.responseStart) : 0;
}
const ahead = offset();

function show(goal, seconds) {
  const { wanted, pattern, limit } = goal.dataset;
  const percent = Math.min(100, Math.floor((seconds * 100) / wanted));
  const words = pattern.replace("%s", long(seconds));
  goal.classList.toggle("is-met", limit === undefined && seconds >= wanted && pattern.includes(long(Number(wanted))));
  goal.classList.toggle("is-over", limit !== undefined && seconds > wanted);
  goal.querySelector("[data-goal-ring]")?.setAttribute("stroke-dasharray", `${percent} 100`);
  goal.querySelector("[data-goal-bar]")?.setAttribute("width", `${percent}%`);
  const said = goal.querySelector("[data-goal-said]");
  if (said && said.textContent !== words) said.textContent = words;
  if (goal.dataset.tip) {
    const name = goal.dataset.tip.slice(0, goal.dataset.tip.lastIndexOf(": "));
    goal.dataset.tip = `${name}: ${words}`;
    goal.setAttribute("aria-label", goal.getAttribute("aria-label").replace(/: [^:]*$/, `: ${words}`));
  }
}

export function tick() {
  const now = Date.now() + ahead;
  for (const goal of document.querySelectorAll("[data-goal]")) {
    const { since, seconds, ends } = goal.dataset;
    if (since) show(goal, Number(seconds) + Math.max(0, Math.floor((now - Date.parse(since)) / 1000)));
    // A day or a week is over: another one is asked for, once.
    if (now < Date.parse(ends) || seen.get(goal) === ends) continue;
    seen.set(goal, ends);
    document.dispatchEvent(new CustomEvent("goals:changed"));
  }
}
