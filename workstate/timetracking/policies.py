from __future__ import annotations

from workstate.core.actor import Actor
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry


def can_track_time(actor: Actor, task: Task | None) -> bool:
    """Whoever sees the task may spend time on it."""
    if task is None:
        return True
    if task.workspace_id != actor.workspace.pk:
        return False
    return task.created_by_id == actor.user.pk if task.project_id is None else not actor.is_guest


def can_edit_entry(actor: Actor, entry: TimeEntry) -> bool:
    """One's own time alone: an administrator looks, but does not write other people's hours."""
    return entry.workspace_id == actor.workspace.pk and entry.user_id == actor.user.pk
