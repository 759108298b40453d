// What the palette offers: the commands that hold here, what the sidebar leads to, and what stands in the page's own header.
import { make, say } from "../dom.js";

const SVG = "http://www.w3.org/2000/svg";
const INNER = { projects: /\/projects\/([0-9a-f-]{36})\/$/, labels: /\/labels\/([0-9a-f-]{36})\/$/ };

let sprite;
/** An icon of the sprite, or what stands before a link in the sidebar. */
export function picture(of) {
  if (of instanceof Element) return of.cloneNode(true);
  const svg = document.createElementNS(SVG, "svg");
  const use = svg.appendChild(document.createElementNS(SVG, "use"));
  for (const [name, value] of Object.entries({ class: "icon", width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(name, value);
  use.setAttribute("href", `${sprite}#${of}`);
  return svg;
}

const nameOf = (element) => (element.getAttribute("aria-label") || element.querySelector("span:not(.count, .dot, .grip-dot, .logo, .project-icon, .sr-only)")?.textContent || element.textContent).trim();
const links = () => [...document.querySelectorAll(".side-places a.nav-item[href]")];
const beforeName = (link) => link.querySelector(".project-icon, .dot, .icon, .logo") ?? "arrow-right";

/** The heading over a list of the sidebar. */
function headingOf(link) {
  let stack = link;
  while (stack.parentElement && !stack.parentElement.matches(".side-places")) stack = stack.parentElement;
  while (stack && !stack.matches(".nav-head")) stack = stack.previousElementSibling;
  return stack?.querySelector("h2")?.textContent.trim() ?? stack?.textContent.trim() ?? "";
}

const leading = (element, more) => ({ id: element.pathname + element.search, title: nameOf(element), icon: beforeName(element), url: element.href, run: () => location.assign(element.href), ...more });

function places(known) {
  const told = new Set(known.commands.map(({ url }) => url));
  const seen = new Set();
  return links().filter((link) => !told.has(link.pathname) && !seen.has(link.pathname + link.search) && seen.add(link.pathname + link.search)).map((link) => leading(link, { group: headingOf(link) }));
}

const workspaces = () => [...document.querySelectorAll("#workspaces [data-workspace]")].map((link) => leading(link, { group: say("paletteWorkspaces"), icon: link.querySelector(".logo") }));

const pageName = () => document.querySelector(".top h1")?.textContent.trim() || say("palettePage");

// The header of the page and what waits in its menus, the bars over a list.
const ON_PAGE = ".top :is(.layouts, .top-end) :is(a, button), main :is(.group-act, .filter-line, .cal-bar, .tl-bar-top) :is(a[href], button:not([popovertarget]))";
const ON_ROW = "button, a.btn, a[role=menuitem]";
const ON_TASK = ".drawer-head :is(a, button), .page-task [popovertarget=task-more], [role=menuitem]";
// What commands do, or what is no act at all.
const TOLD = "[data-command], [data-run], [aria-current], [data-complete], .check, [data-timer-toggle], .play, [data-continue], [data-grip], [data-drawer-close], :disabled";

/** Buttons and links that stand somewhere, or wait in a menu there, but for what a command of the same title does. */
function standing(root, selector, group, offered, targets) {
  const opensMenu = (one) => document.getElementById(one.getAttribute("popovertarget"))?.querySelector("[role=menuitem]");
  const hidden = (one) => one.closest(".timer, .timer-panel, .phone-only, [hidden], form.pop, .pop:not([role=menu])");
  const own = (one) => !one.matches(TOLD) && !hidden(one) && !opensMenu(one) && !targets.includes(one);
  const titles = new Set(offered.map(({ title }) => title.replace("…", "")));
  const fresh = (one) => nameOf(one) && !titles.has(nameOf(one).replace("…", "")) && titles.add(nameOf(one));
  return [...(root?.querySelectorAll(selector) ?? [])].filter((one) => own(one) && fresh(one)).map((one) => ({
    id: "",
    title: nameOf(one),
    group,
    icon: one.querySelector(".icon") ?? "arrow-right",
    url: one.matches("a[href]:not([hx-get], [data-pick])") ? one.href : "",
    run: () => one.click(),
  }));
}

/** What can be chosen on the second page of a command. */
function optionsOf({ choices }, command, kit) {
  const set = (value) => () => kit.run({ ...command, act: "set" }, value);
  if (Array.isArray(choices)) return choices.map(([value, title]) => ({ id: `${command.name}:${value}`, title, icon: command.icon, run: set(value) }));
  if (choices === "workspaces") return workspaces();
  const field = { projects: (id) => `place=${id}`, labels: (id, name) => `add_labels=${name}` }[choices];
  const inbox = choices === "projects" ? [{ id: "inbox", title: say("paletteInbox"), icon: "inbox", run: set("place=") }] : [];
  const seen = new Set();
  const named = links().flatMap((link) => {
    const [, id] = link.pathname.match(INNER[choices]) ?? [];
    if (!id || seen.has(id)) return [];
    seen.add(id);
    return [{ id, title: nameOf(link), icon: beforeName(link), run: set(field(id, nameOf(link))) }];
  });
  return [...inbox, ...named];
}

function fromCommand(command, kit, onTask) {
  const { name, title, choices, typed, url, words, icon, hint } = command;
  const options = choices ? () => optionsOf(command, command, kit) : undefined;
  const group = command.where === "task" ? onTask : command.group === "task" ? pageName() : kit.known.groups[command.group];
  const inner = Array.isArray(choices) ? () => options().map((one) => ({ ...one, title: one.title.startsWith(title) ? one.title : `${title}: ${one.title}`, group, onTask: true })) : undefined;
  return { id: name, title: choices || command.act === "choose" ? `${title}…`.replace("……", "…") : title, words, icon: icon || "arrow-right", hint: hint && kit.capped(hint), group, url: command.act ? "" : url, options, inner, typed, command, onTask: command.where === "task", run: () => kit.run(command) };
}

/** Everything for here and now, in the order of the palette. */
export function gather(kit, icons) {
  sprite = icons;
  const meant = kit.subject();
  const onTask = meant && (meant.many ? say("paletteOnMany", { count: meant.rows.length }) : say("paletteOn", { title: meant.title }));
  const held = kit.known.commands.filter((command) => command.act !== "cursor" && command.name !== "palette.open" && kit.holds(command));
  const offered = held.map((command) => fromCommand(command, kit, onTask));
  const of = (...groups) => groups.flatMap((group) => offered.filter(({ command }) => (command.where === "task" ? "task" : command.group) === group));
  const targets = held.filter(({ act, url }) => !act && !url).map((command) => kit.targetOf(command));
  const onTasks = of("task");
  const row = meant && !meant.many ? meant.rows[0] : kit.currentRow();
  const inRow = meant?.many ? [] : standing(row?.closest("#drawer") ?? row, row?.matches("[data-row]") ? ON_ROW : ON_TASK, onTask ?? kit.known.groups.list, onTasks, targets);
  const onPage = standing(document, ON_PAGE, pageName(), [], targets);
  for (const item of inRow) item.onTask = true;
  return [...onTasks, ...inRow, ...of("go"), ...onPage, ...of("view", "layout", "list", "anywhere"), ...places(kit.known), ...workspaces(), ...of("you")];
}

export const line = (item, id) => [
  picture(item.icon),
  make("span", { className: "clip" }, item.title),
  item.note && make("small", {}, item.note),
  item.hint && make("kbd", {}, item.hint),
];
