// What every page loads. Behaviours are found by attributes, so that markup alone says what a thing does,
// and listen on the document, so that what htmx swaps in works without being wired again.
import "./htmx.js";
import "./behaviours/request.js";
import "./behaviours/toast.js";
import "./behaviours/theme.js";
import "./behaviours/sidebar.js";
import "./behaviours/dialog.js";
import "./behaviours/popover.js";
import "./behaviours/menu.js";
import "./behaviours/tooltip.js";
import "./behaviours/tabs.js";
import "./behaviours/drawer.js";
import "./behaviours/rows.js";
import "./behaviours/selecting.js";
import "./behaviours/optimistic.js";
import "./behaviours/edit.js";
import "./behaviours/draft.js";
import "./behaviours/elapsed.js";
import "./behaviours/sorting.js";
import "./behaviours/folding.js";
import "./behaviours/naming.js";
import "./behaviours/zone.js";
import "./behaviours/quickadd.js";
import "./behaviours/tasks.js";
import "./behaviours/picking.js";
import "./behaviours/inplace.js";
import "./behaviours/subtasks.js";
import "./behaviours/keeping.js";
import "./behaviours/live.js";
import "./behaviours/copy.js";
import "./behaviours/markdown-mentions.js";
import "./behaviours/markdown.js";
import "./behaviours/markdown-edit.js";
import "./behaviours/markdown-ticks.js";
import "./behaviours/discussion.js";
import "./behaviours/hotkeys.js";
import "./behaviours/attaching.js";
import "./behaviours/dropping.js";
import { brought } from "./behaviours/lazy.js";

// Everything listens now: who drives the pages by program waits for this.
addEventListener("DOMContentLoaded", () => brought().then(() => (document.documentElement.dataset.ready = "")));
