"""
Giving a task its place in a calendar: a day and a time as the clocks of whoever gives it show them, and how long it takes.

Written by the action of the room of tasks, so history, rules and Undo are those of any other change.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import FIRST_DAY, LAST_DAY, instant_of, require_day
from workstate.core.errors import Invalid, require
from workstate.savedviews.planning import can_plan
from workstate.tasks.actions import Act, change_tasks
from workstate.tasks.actions.acts import lock_tasks
from workstate.tasks.due import Due
from workstate.tasks.models import Task

Same = Literal["same"]


@transaction.atomic
def schedule(
    task: Task,
    *,
    by: Actor,
    day: date | None | Same = "same",
    clock: time | None | Same = "same",
    estimate: int | None | Same = "same",
    start: date | None | Same = "same",
) -> Act:
    """
    Let the task be due on the day at the time, both of the actor's zone, and take so long (seconds).

    A day without a time leaves the task its own; what takes several days keeps their number. Without a day it has no time.
    Raises Invalid at the field, NotAllowed for what is only to be looked at.
    """
    require(can_plan(by, task))
    [row] = lock_tasks([task], by=by)
    require(can_plan(by, row))
    changes: dict[str, Any] = {}
    if estimate != "same":
        changes["estimate"] = estimate
    if day is None:
        changes["due"] = None
    elif day != "same" or clock != "same":
        shown = shown_at(row, by)
        wanted = day if day != "same" else shown.date() if shown else None
        if wanted is None:
            raise Invalid(_("Choose a day for that time."), field="day")
        require_day(wanted, field="day")
        changes |= _due(row, wanted, clock, shown, by)
        if start == "same" and row.start_on and shown and row.start_on <= shown.date():
            start = _shifted(row.start_on, wanted - shown.date())
    if start != "same":
        ends = changes["due"].day if changes.get("due") else changes.get("due_day", row.due_on)
        if start and ends and start > ends:
            raise Invalid(
                _("A task begins before it is due. Choose an earlier start or a later due date."), field="start"
            )
        changes["start_on"] = start
    return change_tasks([row], by=by, **changes)


def shown_at(task: Task, by: Actor) -> datetime | None:
    """The wall clock of the actor when the task is due; of one without a time, midnight."""
    if task.due_at:
        return task.due_at.astimezone(by.zone).replace(tzinfo=None)
    return datetime.combine(task.due_on, time.min) if task.due_on else None


def _due(task: Task, day: date, clock: time | None | Same, shown: datetime | None, by: Actor) -> dict[str, Any]:
    if clock == "same":
        # The time stays as it is in the zone in which it was said; only the day moves, by as many as one sees it move.
        moved = _shifted(task.due_on, day - shown.date()) if task.due_on and shown else day
        return {"due_day": moved}
    return {"due": Due(day, clock and existing(day, clock, by))}


def existing(day: date, clock: time, by: Actor) -> time:
    """The time, or the one to which the clocks jump over it."""
    return instant_of(day, clock, by.zone).astimezone(by.zone).time()


def _shifted(day: date, by: timedelta) -> date:
    try:
        moved = day + by
    except OverflowError:
        moved = date.max
    if not FIRST_DAY <= moved <= LAST_DAY:
        raise Invalid(_("Choose a day between 1970 and 2199."), field="day")
    return moved
