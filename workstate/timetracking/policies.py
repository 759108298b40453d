from __future__ import annotations

from workstate.core.actor import Actor
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.timetracking.models import TimeEntry


def can_track_time(actor: Actor, task: Task | None) -> bool:
    """Whoever may work on the task spends time on it; a looker-on does not."""
    return task is None or can_edit_task(actor, task)


def can_edit_entry(actor: Actor, entry: TimeEntry) -> bool:
    """One's own time alone: an administrator looks, but does not write other people's hours."""
    return entry.workspace_id == actor.workspace.pk and entry.user_id == actor.user.pk
