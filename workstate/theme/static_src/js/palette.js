// The command palette: loaded when it is first asked for, and given what the page knows (behaviours/hotkeys.js) as a kit.
import { attempt, make, say } from "./dom.js";
import { mark, markedOf, optionsOf, stepOf, stepped } from "./listbox.js";
import { best } from "./palette/matching.js";
import { gather, line } from "./palette/offers.js";
import { tasksFor, typedFor } from "./palette/questions.js";

const KEPT = "workstate.palette";
const MOST_KEPT = 40;
const MOST = 8; // Of one group, once something is typed.
const FIRST = 12; // And before, but for what can be done to a task.
const RECENT = 5;
const PAUSE = 120;
const PAGE = 8;

const dialog = document.getElementById("palette");
const [field, list, status, back] = ["input", "#palette-list", "[role=status]", "[data-palette-back]"].map((one) => dialog.querySelector(one));
const plain = field.placeholder;

let kit;
let all = [];
let page = null; // Whose choices are shown; null on the first page.
let told = []; // What the server said of the words.
let shown = [];
let asking = 0;
let moved = false; // Whether another line than the first was pointed at since the last key.
let waiting;

const pathOf = (url) => new URL(url, location.href).pathname;
const recent = () => attempt(() => JSON.parse(localStorage.getItem(KEPT))) ?? [];
const keep = (id) => attempt(() => localStorage.setItem(KEPT, JSON.stringify([id, ...recent().filter((one) => one !== id)].slice(0, MOST_KEPT))));

export function open(given, first) {
  if (dialog.open) return;
  kit = given;
  all = gather(kit, dialog.dataset.sprite); // Before the focus moves, for it says which task is meant.
  turnTo(all.find(({ id }) => id === first) ?? null);
  kit.openDialog("palette");
}

function turnTo(item) {
  page = item;
  back.hidden = !item;
  field.value = "";
  field.placeholder = item ? item.title : plain;
  changed();
}

function choose(item, elsewhere) {
  if (!item || item.error) return;
  if (!page && item.options && (item.options().length || item.typed)) return void (turnTo(item), field.focus());
  if (page || item.id) keep((page ?? item).id); // What only this page has is not remembered.
  if (elsewhere && item.url) return void window.open(item.url, "_blank", "noopener");
  dialog.returnTo = null; // Whatever is done takes the focus where it belongs.
  dialog.close();
  item.run();
}

/** What is shown for nothing typed: what can be done to the task, what was used of late, everything else by its group. */
function beforeTyping() {
  const used = recent();
  const here = ({ url }) => url && pathOf(url) === location.pathname;
  const latest = all.filter((item) => !item.onTask && used.includes(item.id) && !here(item)).sort((a, b) => used.indexOf(a.id) - used.indexOf(b.id)).slice(0, RECENT);
  const groups = grouped(all.filter((item) => !latest.includes(item)), ({ onTask }) => (onTask ? Infinity : FIRST));
  const onTask = groups.filter(({ items }) => items[0].onTask);
  return [...onTask, { title: say("paletteRecent"), items: latest }, ...groups.filter((group) => !onTask.includes(group))];
}

function grouped(items, most) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(item.group) ?? groups.set(item.group, { title: item.group, items: [] }).get(item.group);
    if (group.items.length < most(item)) group.items.push(item);
  }
  return [...groups.values()];
}

function afterTyping(words) {
  const found = grouped(best(all.flatMap((item) => [item, ...(item.inner?.() ?? [])]), words, recent()), () => MOST);
  const tasks = { title: say("paletteTasks"), items: told };
  const number = /^(#|\p{L}[\p{L}\d]*-)?\d+$/u.test(words); // Whoever types a number means that task.
  return [...(number ? [tasks, ...found] : [...found, tasks]), { items: otherwise(words) }];
}

/** For words that may be meant for the whole product: what is sought, or what is to be done. */
function otherwise(words) {
  const { find } = kit.known;
  const url = find && `${find}?q=${encodeURIComponent(words)}`;
  const search = { id: "search.open", title: say("paletteSearch", { text: words }), icon: "search", url, run: () => location.assign(url) };
  const add = { id: "task.add", title: say("paletteAdd", { text: words }), icon: "circle-plus", run: () => write(words) };
  return [...(find ? [search] : []), ...(document.getElementById("quick-add") ? [add] : [])];
}

function write(words) {
  kit.openQuickAdd();
  const line = document.activeElement;
  if (!line.matches("textarea")) return;
  line.value = [line.value.trim(), words].filter(Boolean).join(" ");
  line.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function draw() {
  const words = field.value.trim();
  const groups = page ? [{ items: [...best(page.options(), words).slice(0, 50), ...told] }] : words ? afterTyping(words) : beforeTyping();
  const marked = shown[markedOf(list)?.dataset.index]?.id;
  shown = [];
  const drawn = groups.filter(({ items }) => items.length).map(({ title, items }, at) => {
    const head = title && make("div", { className: "menu-head clip", id: `palette-group-${at}`, role: "presentation" }, title);
    const lines = items.map((item) => {
      const option = make("div", { className: "menu-item", role: "option", id: `palette-${shown.length}`, "aria-selected": "false" }, ...line(item));
      option.dataset.index = shown.push(item) - 1;
      if (item.error) option.setAttribute("aria-disabled", "true");
      return option;
    });
    return make("div", { role: "group", ...(title ? { "aria-labelledby": `palette-group-${at}` } : {}) }, head, ...lines);
  });
  list.replaceChildren(...drawn);
  const options = optionsOf(list);
  status.textContent = options.length ? say("choices", { count: options.length }) : say("nothing");
  if (!shown.length) list.append(make("div", { className: "menu-head", role: "presentation" }, say("nothing")));
  return options.find((option) => marked && shown[option.dataset.index].id === marked) ?? options[0];
}

function changed() {
  told = [];
  moved = false;
  mark(field, list, (draw(), optionsOf(list)[0]));
  clearTimeout(waiting);
  const turn = ++asking;
  const words = field.value.trim();
  if (!words) return;
  waiting = setTimeout(async () => {
    const answer = page ? await typedFor(words, page, kit.run) : await tasksFor(words, kit.known.tasks);
    if (turn !== asking || !answer.length) return;
    told = answer.filter(({ url }) => !url || !all.some((item) => item.url && pathOf(item.url) === pathOf(url)));
    const stays = draw(); // What was pointed at stays so, though others have come.
    mark(field, list, moved ? stays : optionsOf(list)[0]);
  }, PAUSE);
}

field.addEventListener("input", changed);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const options = optionsOf(list);
  const at = options.indexOf(markedOf(list));
  const leap = { PageDown: PAGE, PageUp: -PAGE }[event.key];
  moved ||= Boolean(stepOf(event) || leap);
  if (stepOf(event)) mark(field, list, stepped(options, options[at], stepOf(event)));
  else if (leap) mark(field, list, options[Math.max(0, Math.min(options.length - 1, at + leap))]);
  else if (event.key === "Enter") choose(shown[options[at]?.dataset.index], event.ctrlKey || event.metaKey);
  else if (event.key === "Backspace" && page && !field.value) turnTo(null);
  else return;
  event.preventDefault();
});
dialog.addEventListener("keydown", (event) => {
  const again = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (again) dialog.close();
  else if (event.key === "Escape" && page) turnTo(null);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
back.addEventListener("click", () => {
  turnTo(null);
  field.focus();
});
const optionAt = (event) => event.target.closest("[role=option]:not([aria-disabled])");
list.addEventListener("mousemove", (event) => {
  if (!optionAt(event) || optionAt(event) === markedOf(list)) return;
  moved = true;
  mark(field, list, optionAt(event));
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // The field keeps the cursor.
list.addEventListener("click", (event) => optionAt(event) && choose(shown[optionAt(event).dataset.index], event.ctrlKey || event.metaKey));
