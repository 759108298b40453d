"""What is at hand when one says what time goes into: the last things, tasks, projects; and the entries of one task."""

from __future__ import annotations

from workstate.core.actor import Actor
from workstate.core.text import is_clean
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries.lines import own_entries

RECENT = 100
AT_HAND = 5
TASKS_OFFERED = 60
TASKS_FOUND = 20
LONGEST_NAME = 200


def task_entries(task: Task, actor: Actor, *, most: int = 20) -> list[TimeEntry]:
    """The newest entries on the task that the actor may see, each with who worked."""
    entries = TimeEntry.objects.visible_to(actor).kept().filter(task=task).select_related("user")
    return list(entries.newest_first()[:most])


def entries_at_hand(actor: Actor, *, but: TimeEntry | None = None) -> list[TimeEntry]:
    """
    The last distinct things that time went into (words, task, project), newest first, as many as fit under a button.

    Left out are what has no name, tasks that are done, and what `but` is about.
    """
    found: dict[tuple[object, ...], TimeEntry] = {}
    for entry in _recent(actor):
        if but is not None and _about(entry) == _about(but):
            continue
        task = entry.task if entry.sees_task else None  # type: ignore[attr-defined]
        if task is None and not entry.description and entry.shown_project is None:
            continue
        if entry.task is not None and (entry.task.deleted_at or entry.task.completed_at):
            continue
        found.setdefault(_about(entry), entry)
        if len(found) == AT_HAND:
            break
    return list(found.values())


def tasks_at_hand(actor: Actor, *, current: Task | None = None) -> list[Task]:
    """
    Open tasks to choose from: what time went into lately first, then what is due.

    `current` is always among them, unless the actor does not see it any more.
    """
    lately = [entry.task_id for entry in _recent(actor) if entry.task_id]
    visible = Task.objects.visible_to(actor).select_related("project")
    recent = {task.pk: task for task in visible.open().filter(pk__in=lately)}
    tasks = {task.pk: task for task in visible.filter(pk=current.pk)} if current else {}
    tasks |= {pk: recent[pk] for pk in lately if pk in recent}
    tasks |= {task.pk: task for task in visible.open().by_urgency()[:TASKS_OFFERED]}
    return list(tasks.values())[:TASKS_OFFERED]


def tasks_named(actor: Actor, text: str) -> list[Task]:
    """Open tasks whose title holds the text, the most urgent first: what a person types who does not see theirs offered."""
    plain = " ".join(text[:LONGEST_NAME].split())
    if not plain or not is_clean(plain):
        return []
    tasks = Task.objects.visible_to(actor).open().filter(title__icontains=plain).select_related("project")
    return list(tasks.by_urgency_dated_first()[:TASKS_FOUND])


def projects_to_choose(actor: Actor, *, current: Project | None = None) -> list[Project]:
    """Active projects; `current` even when it has been archived since."""
    projects = list(Project.objects.visible_to(actor).active().by_position())
    return projects if current is None or current in projects else [current, *projects]


def _recent(actor: Actor) -> list[TimeEntry]:
    # Ordered as the index `entry_recent` is; what is distinct among a hundred rows is quicker found here than by sorting all.
    return list(own_entries(actor).filter(started_at__isnull=False).order_by("-started_at")[:RECENT])


def _about(entry: TimeEntry) -> tuple[object, ...]:
    return entry.description.casefold(), entry.task_id, entry.project_id
