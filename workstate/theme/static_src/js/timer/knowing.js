// Each act on the timer says which version of it the page shows (data-timer-version): one that comes too late is refused.
const ADDRESS = /\/(timer|timer\/discard|continuation)\/($|\?)/;
let underWay = 0;

export const pill = () => document.getElementById("timer");
export const isAct = ({ request }) => request.method !== "GET" && ADDRESS.test(request.action);

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const version = pill()?.dataset.timerVersion;
  // Who has not heard yet what became of their last click cannot know the version: then the clicks count in their order.
  if (version && !underWay && isAct(ctx)) ctx.request.headers["X-Timer-Version"] = version;
});
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!isAct(ctx)) return;
  ctx.isTimerAct = true;
  underWay++;
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => ctx.isTimerAct && underWay--);
