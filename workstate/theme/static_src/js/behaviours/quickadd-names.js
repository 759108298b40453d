// What a line can name: asked for once while the cursor is in the line, and searched by what is typed behind a sign.

const MOST = 8;
const LISTS = { "#": "projects", "@": "labels", "+": "people", "/": "sections" };
const NEW = { "#": "newProject", "@": "newLabel", "/": "newSection" };
const ONE_WORD = /^[\p{L}_][\p{L}\p{N}_-]+$/u;

/** Where the names are asked for. */
export function namesAt(previewUrl) {
  const url = new URL(previewUrl, location.href);
  return new URL("../line-names/", url.origin + url.pathname);
}

/** The sign before the caret that begins a word, where it stands, and what is typed behind it. */
export function typedBefore(text, caret) {
  for (let at = caret - 1; at >= 0 && caret - at < 80; at--) {
    if (text[at] === "\n" || text[at] === '"') return undefined;
    if (LISTS[text[at]] && (at === 0 || /[\s([]/.test(text[at - 1]))) {
      const query = text.slice(at + 1, caret);
      return /^\s|\s\s/.test(query) ? undefined : { sign: text[at], at, query };
    }
  }
  return undefined;
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Rows {name, insert, colour, hint, making}: names that begin so, the shortest first, then the offer to make one. */
export function fitting(names, { sign, query }, project) {
  const sought = folded(query);
  const all = rowsOf(names, sign, project);
  if (!all) return [];
  const begins = (row) => folded(row.name).startsWith(sought) || folded(row.hint ?? "").startsWith(sought);
  const rows = all.filter(begins);
  if (sought) rows.sort((a, b) => a.name.length - b.name.length);
  const exact = all.some((row) => folded(row.name) === sought.trim());
  if (/\s/.test(query) && !rows.length) return [];
  const found = rows.slice(0, MOST);
  const name = query.trim();
  if (name && !exact && names.makes && NEW[sign] && !/^[\p{P}\p{S}\d]/u.test(name) && !/[#@"/]/.test(name)) {
    found.push({ name, insert: sign + (ONE_WORD.test(name) ? name : `"${name}"`), making: NEW[sign] });
  }
  return found;
}

function rowsOf(names, sign, project) {
  if (sign === "+") {
    const twice = (name) => names.people.filter((person) => person[0] === name).length > 1;
    return names.people.map(([name, address]) => ({ name, hint: address, insert: `+${twice(name) ? address : name}` }));
  }
  if (sign === "/") {
    if (!project) return undefined;
    const own = Object.entries(names.sections).find(([name]) => folded(name) === folded(project));
    return (own?.[1] ?? []).map((name) => ({ name, insert: `/${name}` }));
  }
  return names[LISTS[sign]].map(([name, colour]) => ({ name, colour, insert: sign + name }));
}
