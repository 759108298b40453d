"""What the templates of time need beside the components of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.core.clock import day_of, now
from workstate.core.http import page_open
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.calendar.drawing import title_of as shown_title
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import Period, Total, task_entries
from workstate.timetracking.suggesting import Suggestion, suggestions

register = template.Library()

_FIRST_PART = re.compile(r"/([-a-zA-Z0-9_]+)/")


@register.filter
def seconds_so_far(entry: TimeEntry) -> int:
    """The length of an entry; of a running one up to now."""
    return entry.seconds_at(now())


@register.filter
def total_so_far(total: Total) -> int:
    """The seconds of a total, with what a running timer adds up to now."""
    if total.running_since is None:
        return total.seconds
    return total.seconds + max(0, int((now() - total.running_since).total_seconds()))


@register.filter
def what(entry: TimeEntry) -> str:
    """
    What the time goes into, in the words that tell most: the task's title, else the description. May be empty.

    A task that the person does not see any more (`sees_task`) is not named.
    """
    return entry.task.title if entry.task and getattr(entry, "sees_task", True) else entry.description


@register.filter
def title_of(entry: TimeEntry) -> str:
    """What the time goes into, as the calendar says it: without the task where its person may not see that any more."""
    return shown_title(entry)


@register.simple_tag(takes_context=True)
def entries_of(context: Context, task: Task) -> list[TimeEntry]:
    """The newest time entries on the task that the reader may see."""
    return task_entries(task, context["request"].actor)


@register.simple_tag(takes_context=True)
def suggestions_now(context: Context) -> list[Suggestion]:
    """What time will likely go into now, by the reader's habits."""
    return suggestions(context["request"].actor, at=now())


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """
    The workspace, by slug, whose page is open. An answer may come from another one, in which the timer runs.
    """
    shell = context["shell"]
    slug: str = shell.workspace.slug
    match = _FIRST_PART.match(page_open(context["request"]).path)
    if match is None or match[1] == slug:
        return slug
    return match[1] if any(workspace.slug == match[1] for workspace in shell.workspaces) else slug


@dataclass(frozen=True, slots=True)
class Play:
    """The button that starts the timer of a task, or stops it."""

    address: str
    runs: bool
    label: str
    tip: str


@register.simple_tag(takes_context=True)
def play_of(context: Context, task: Task) -> Play:
    """What the button on a task's row says and where it leads."""
    shell = context["shell"]
    runs = _runs_on(shell.running, task)
    tip = _("Stop the timer") if runs else _("Start the timer")
    if task.workspace_id != shell.workspace.pk:
        # The timer that had run elsewhere: here its number is another task's.
        address = reverse("timetracking:task-timer", args=[task.workspace.slug, task.number])
        return Play(address, runs, f"{tip}: {task.title}", tip)
    # reverse() is dear in a list of a hundred; what differs from row to row is the number alone.
    tasks = context.render_context.get("timing:tasks")
    if tasks is None:
        tasks = context.render_context["timing:tasks"] = reverse("tasks:list", args=[shell.workspace.slug])
    return Play(f"{tasks}{task.number}/timer/", runs, f"{tip}: {task.title}", tip)


def _runs_on(running: TimeEntry | None, task: Task) -> bool:
    """Whether the running timer, if there is one, is on the task."""
    return running is not None and running.task_id == task.pk


@register.simple_tag
def task_options(tasks: Iterable[Task]) -> list[dict[str, object]]:
    """Tasks as the combobox offers them."""
    return [
        {"value": task.number, "text": task.title, "colour": task.project.colour if task.project else ""}
        for task in tasks
    ]


@register.simple_tag
def project_options(projects: Iterable[Project]) -> list[dict[str, object]]:
    return [{"value": project.pk, "text": project.name, "colour": project.colour} for project in projects]


@register.simple_tag
def period_query(period: Period) -> str:
    """The part of an address that names the period."""
    return urlencode({"since": period.first} | ({"until": period.last} if period.last else {}))


@register.simple_tag
def iso_day(value: object) -> str:
    """A day as a date field holds it; what was typed stays as it was typed."""
    return value.isoformat() if isinstance(value, date) else str(value or "")


@register.simple_tag(takes_context=True)
def days_after(context: Context, entry: TimeEntry) -> int:
    """How many days after its first an entry ends: 1 for one that goes over midnight."""
    if entry.stopped_at is None:
        return 0
    return (day_of(entry.stopped_at, context["request"].user.zone) - entry.day).days
