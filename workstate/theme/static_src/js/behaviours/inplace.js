// In a list the date, the labels, the project, the people and the time of a row are changed where they stand: a click opens the
// panel that the key opens. With Ctrl, Shift or the middle button a project's name leads to the project.
import { on } from "../dom.js";
import { pick } from "./picking.js";

const PANELS = { due: "choices/due/", labels: "choices/labels/", project: "choices/project/", who: "choices/assignees/", time: "cells/estimate/" };

on("click", ".task-row:not(.is-done) > :is(.task-due, .task-labels, .task-project, .task-who, .task-time)", (event, cell) => {
  const url = cell.parentElement.querySelector("[data-retitle-url]")?.dataset.retitleUrl;
  if (!url || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("button")) return;
  event.preventDefault();
  pick(url + PANELS[cell.classList[0].slice(5)], cell);
});
