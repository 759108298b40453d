// How well what is offered fits what was typed.

export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

const wordsOf = (text) => text.split(/[^\p{L}\p{N}#]+/u).filter(Boolean);

/** Whether the letters stand in the text in this order, however far apart. */
function scattered(letters, text) {
  let at = -1;
  return [...letters].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0);
}

/** One typed word against a title: its beginning counts most, then a word's, then anywhere; 0 is no match. */
function fit(word, text, words) {
  if (text.startsWith(word)) return 10;
  if (words.some((one) => one.startsWith(word))) return 8;
  if (word.length > 1 && text.includes(word)) return 5;
  return 0;
}

function score(item, sought) {
  item.text ??= folded(item.title);
  item.titleWords ??= wordsOf(item.text);
  item.otherWords ??= wordsOf(folded(`${item.words ?? ""} ${item.group ?? ""}`));
  const fits = sought.map((word) => fit(word, item.text, item.titleWords) || (item.otherWords.some((one) => one.startsWith(word)) ? 3 : 0));
  if (fits.every(Boolean)) return fits.reduce((sum, one) => sum + one, 0) / sought.length;
  const letters = sought.join("");
  if (letters.length < 2) return 0;
  if (item.titleWords.map((word) => word[0]).join("").startsWith(letters)) return 4; // Initials.
  return letters.length > 2 && item.titleWords.some((word) => word[0] === letters[0] && scattered(letters, word)) ? 1 : 0;
}

/** What fits, the best first; among equals what was used of late, then the shorter. All of it where nothing is typed. */
export function best(items, typed, recent = []) {
  const sought = wordsOf(folded(typed));
  if (!sought.length) return items;
  const used = (item) => (recent.includes(item.id) ? recent.length - recent.indexOf(item.id) : 0);
  const scored = items.map((item) => ({ item, points: score(item, sought) })).filter(({ points }) => points);
  scored.sort((a, b) => b.points - a.points || used(b.item) - used(a.item) || a.item.text.length - b.item.text.length);
  return scored.map(({ item }) => item);
}
