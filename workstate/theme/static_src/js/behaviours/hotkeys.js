// From keys to commands. Never while typing, never under a dialog, but for Ctrl/⌘+K. With data-hotkeys="off" on <html> keys of one
// character do nothing (WCAG 2.1.4); arrows, Enter and what is pressed with Ctrl stay.
import { each, isTyping, meta, say } from "../dom.js";
import { capped, does, holds, isMac, known, run, targetOf } from "./commands.js";
import { openDialog } from "./dialog.js";
import { openQuickAdd } from "./quickadd.js";
import { currentRow, moveCursor } from "./rows.js";
import { toggleSidebar } from "./sidebar.js";
import { subject } from "./taskkeys.js";
import { toast } from "./toast.js";

const PATIENCE = 1200;
const byKey = new Map(known.commands.flatMap((command) => (command.keys ?? []).map((key) => [key, command])));
const beginnings = new Set([...byKey.keys()].filter((key) => key.includes(" ")).map((key) => key.split(" ")[0]));
let begun = "";
let begunAt = 0;

/** As the registry says it: "T", "Space", "ArrowDown", "Mod+k". */
function nameOf(event) {
  let { key } = event;
  if (key === " ") key = "Space";
  // Where letters are not Latin the key says by its place which one is meant.
  const [, letter] = key.length === 1 && key > "\x7f" ? (event.code.match(/^Key(.)$/) ?? []) : [];
  if (letter) key = event.shiftKey ? letter : letter.toLowerCase();
  if (event.getModifierState("AltGraph")) return key; // What is typed with it is the character: [ on many keyboards.
  const [ours, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey]; // On a Mac Ctrl+K cuts a line.
  const held = [other && "Other", ours && "Mod", event.altKey && "Alt", event.shiftKey && key.length > 1 && "Shift"].filter(Boolean);
  return [...held, held[0] === "Mod" ? key.toLowerCase() : key].join("+");
}

const overRow = () => document.activeElement === document.body || document.activeElement?.matches("[data-row], main, #drawer");

function commandOf(key, at) {
  const pending = begun && at - begunAt < PATIENCE ? begun : "";
  begun = "";
  if (key.length === 1 && document.documentElement.dataset.hotkeys === "off") return null;
  if (pending) return byKey.get(`${pending} ${key}`);
  if (beginnings.has(key)) [begun, begunAt] = [key, at];
  return byKey.get(key);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || /^(Shift|Alt)$/.test(event.key)) return;
  if (/^(Control|Meta)$/.test(event.key)) return void (byKey.size && import(meta("asset-palette")).catch(() => {})); // K may follow.
  const opens = nameOf(event).startsWith("Mod+") && byKey.get(nameOf(event))?.act === "palette";
  if (!opens && (isTyping() || document.querySelector(".pop:popover-open"))) return;
  if (document.querySelector("dialog[open]")) return;
  const command = commandOf(nameOf(event), event.timeStamp); // When it was pressed, however late a busy page hears of it.
  if (!command) return;
  // Enter, space and arrows mean something to whatever has the focus; without a cursor in a list arrows scroll.
  const moves = event.key.length > 1 || event.key === " ";
  if (moves && (!overRow() || (command.act === "cursor" && !currentRow()))) return;
  if (run(command)) event.preventDefault();
});

does(
  {
    add: () => openQuickAdd(),
    cursor: (way) => moveCursor(way),
    dialog: (id) => Boolean(openDialog(id)),
    sidebar: () => toggleSidebar(),
    async palette(page) {
      const palette = await import(meta("asset-palette")).catch(() => toast(say("offline"), { danger: true }));
      palette.open?.({ known, run, holds, targetOf, subject, currentRow, openDialog, openQuickAdd, capped }, page);
    },
  },
  { sidebar: () => innerWidth >= 768, palette: Boolean, dialog: (id) => Boolean(document.getElementById(id)) },
);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-run]");
  if (!button) return;
  button.closest("[popover]")?.hidePopover();
  run(known.commands.find(({ name }) => name === button.dataset.run));
});
if (capped("Ctrl") !== "Ctrl") each("kbd", (cap) => (cap.textContent = capped(cap.textContent)));
