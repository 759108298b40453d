"""The time entry that runs while somebody focuses."""

from __future__ import annotations

from datetime import datetime

from workstate.core.actor import Actor
from workstate.focus.models import Interval, Kind
from workstate.tasks.models import Task
from workstate.timetracking.actions import continue_entry, running_entry, start_timer
from workstate.timetracking.models import TimeEntry


def timer_for(task: Task | None, *, by: Actor, at: datetime | None = None) -> tuple[TimeEntry, bool]:
    """
    The timer on the task, or without one whatever runs here; and whether it was running before.

    A timer that runs already on the task goes on. Raises what start_timer raises.
    """
    running = running_entry(by.user)
    if running and running.workspace_id == by.workspace.pk and (task is None or running.task_id == task.pk):
        return running, True
    return start_timer(task, by=by, at=at), False


def timer_again(last: Interval, *, by: Actor, at: datetime | None = None) -> TimeEntry:
    """The timer on what the person focused on before the break that has ended."""
    before = Interval.objects.of(last.user).filter(workspace=by.workspace, kind=Kind.FOCUS, entry__isnull=False)
    focus = before.select_related("entry").newest_first().first()
    if focus and focus.entry and focus.entry.task_id == last.task_id:
        return continue_entry(focus.entry, by=by, at=at)
    task = Task.objects.visible_to(by).filter(pk=last.task_id).first() if last.task_id else None
    return start_timer(task, by=by, at=at)
