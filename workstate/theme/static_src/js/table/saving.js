// What is put into cells goes to the server in one request after the other; what it refuses stays where it was typed.
import { meta } from "../dom.js";
import { grid, words } from "./grid.js";

let queue = Promise.resolve();

export function post(url, values, method = "POST") {
  const body = new URLSearchParams(values);
  return fetch(url, { method, body, headers: { "X-CSRFToken": meta("csrf-token"), "HX-Request": "true", Accept: "application/json" } });
}

const undoes = [];

/** Have the page do what the answer asks of it: look again, say what was done and offer to undo it; one cell shows it by itself. */
export function heed(answer, { quietly = false } = {}) {
  const { toast, ...events } = JSON.parse(answer.headers.get("HX-Trigger") || "{}");
  if (toast?.undo) undoes.push(toast.undo);
  if (toast && !quietly) events.toast = toast;
  for (const [name, detail] of Object.entries(events)) document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Take back what was last put into cells; false when nothing was. */
export function undo() {
  const url = undoes.pop();
  document.querySelector(`[data-toast][data-undo="${url}"] [data-toast-close]`)?.click(); // It offers what is done now.
  if (url) queue = queue.then(() => post(url, {})).then(heed).catch(() => null);
  return Boolean(url);
}

async function send(cells) {
  try {
    const answer = await post(grid().dataset.fillUrl, { cells: JSON.stringify(cells) });
    if (answer.ok) {
      heed(answer, { quietly: cells.length === 1 });
      return null;
    }
    if (answer.status === 401) return { message: words("signedOut"), cells: [] };
    const said = await answer.json().catch(() => ({}));
    return { message: said.message || words("broken"), cells: said.cells ?? [] };
  } catch {
    return { message: words("broken"), cells: [] };
  }
}

let way = { show: (cells) => cells, send };

/** Another kind of table shows at once, and sends when it is its turn, what is put into its cells in its own way. */
export const fillBy = (other) => (way = other);

/** Send in its turn what an earlier page had shown and not sent. */
export function resume(shown, show) {
  show(shown);
  queue = queue.then(() => way.send(shown)).catch(() => null);
}

/** When all that was put into cells up to now has been answered. */
export const settled = () => queue;

/** Put texts into cells, each [number, key, text]; null when they were taken, else why not: {message, cells: [{number, key, message}]}. */
export function fill(cells) {
  const shown = way.show(cells);
  const answer = queue.then(() => way.send(shown));
  queue = answer.catch(() => null);
  return answer;
}
