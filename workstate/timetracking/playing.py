"""The button at the end of every task's row that starts its timer: `timetracking/_play.html`, drawn once for a whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string

from workstate.core.stencils import Stencil, mark
from workstate.tasks.models import Task

TEMPLATE = "timetracking/_play.html"


def play_buttons(context: Mapping[str, Any]) -> Callable[[Task], str]:
    """What draws the button of a task of the page's own workspace; the one that runs is drawn on its own."""
    shell, request = context["shell"], context["request"]
    any_task = SimpleNamespace(
        pk=mark("id"), number=mark("number"), title=mark("title"), workspace_id=shell.workspace.pk
    )
    # The shell goes along, or the template would be given a new one, which asks everything again.
    idle = Stencil(render_to_string(TEMPLATE, {"task": any_task, "shell": shell}, request).strip())
    running = shell.running

    def draw(task: Task) -> str:
        if running is not None and running.task_id == task.pk:
            return render_to_string(TEMPLATE, {"task": task, "shell": shell}, request)
        return idle.fill({"id": str(task.pk), "number": str(task.number), "title": task.title})

    return draw
