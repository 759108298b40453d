// What only the server can tell the palette: tasks by their words or number, and what the words of a date mean.
import { askJson, say } from "../dom.js";

/** Tasks that fit the words; none where this server has no search. */
export async function tasksFor(words, address) {
  if (!address || (words.length < 2 && !/^\d$/.test(words))) return [];
  const found = (await askJson(`${address}?q=${encodeURIComponent(words)}`)) ?? [];
  return found.map(({ title, hint, url, icon }) => ({ id: url, title, note: hint, icon: icon || "circle", url, run: () => location.assign(url) }));
}

/** A line for words that are none of the choices of a command: what they would set, or what is wrong with them. */
export async function typedFor(words, { command, typed }, run) {
  if (!typed || !words) return [];
  const set = { id: `${command.name}:typed`, title: say("paletteSet", { text: words }), icon: command.icon, run: () => run({ ...command, act: "set" }, `${typed}=${words}`) };
  if (!command.url) return [set];
  const { said, error } = (await askJson(`${command.url}?field=${typed}&text=${encodeURIComponent(words)}`)) ?? {};
  if (error) return [{ ...set, title: error, icon: "circle-alert", error: true }];
  return [said ? { ...set, note: said } : set];
}
