// The commands of the registry (workstate/core/commands.py) as the page was given them. Which key does what is said there alone;
// here and in the modules that call does() is only how an act is done.
import { attempt } from "../dom.js";
import { currentRow } from "./rows.js";

export const known = attempt(() => JSON.parse(document.getElementById("commands").textContent)) ?? { commands: [], groups: {} };

const acts = {};
const held = {};

/** How acts are done: (value, command), false where there is nothing to do it to; and when they are offered, if not always. */
export function does(more, when = {}) {
  Object.assign(acts, more);
  Object.assign(held, when);
}

/** What a command presses: in the row at the cursor when it is about one; rather what is seen than what waits in a menu. */
export function targetOf({ name, press, where }) {
  const root = where === "list" ? currentRow() : document;
  const all = [...(root?.querySelectorAll(press ?? `[data-command="${name}"]`) ?? [])].filter((one) => !one.disabled);
  return all.find((one) => one.checkVisibility()) ?? all[0];
}

/** Whether it means anything here and now. */
export function holds(command) {
  if (held[command.act]) return held[command.act](command.value, command);
  return Boolean(command.act || command.url || targetOf(command));
}

export function pressOn(target) {
  if (!target) return false;
  if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) target.focus();
  else target.click();
  return true;
}

/** False when there was nothing to do. */
export function run(command, value = command.value) {
  if (command.act) return command.act in acts && acts[command.act](value, command) !== false;
  if (!command.url) return pressOn(targetOf(command));
  location.assign(command.url);
  return true;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
/** What is written on the keys of this computer. */
export const capped = (hint) => (isMac ? hint.replace("Ctrl", "⌘").replace("Alt", "⌥") : hint);
