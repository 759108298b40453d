// The page of a report's file: what was being made when the page was opened is fetched when it is ready, once.
let waits = document.querySelector("#made-file[data-making]") !== null;

document.addEventListener("htmx:after:swap", () => {
  const ready = document.querySelector("#made-file [data-download]");
  if (!waits || !ready) return;
  waits = false;
  ready.click();
});
