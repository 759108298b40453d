from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record_many
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.tasks.models import Task
from workstate.timetracking.actions.entries import LONGEST_BY_HAND
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_track_time


@transaction.atomic
def log_spent(spent: Sequence[tuple[Task, int]], *, by: Actor) -> list[TimeEntry]:
    """
    Write down, without clock times, seconds that the actor worked on tasks today, in a constant number of queries.

    For tasks that the actor has just made, and so has locked. Raises Invalid for more than a day on one task.
    """
    for task, seconds in spent:
        require(can_track_time(by, task))
        if not 0 < seconds <= LONGEST_BY_HAND:
            raise Invalid(_("One entry holds more than nothing and 24 hours at most."), field="duration")
    day = day_of(now(), by.zone)
    entries = TimeEntry.objects.bulk_create(
        TimeEntry(
            workspace=by.workspace,
            user=by.user,
            task=task,
            project_id=task.project_id,
            day=day,
            duration=seconds,
        )
        for task, seconds in spent
    )
    told = [(entry, {"seconds": entry.duration, "day": str(entry.day)}) for entry in entries]
    record_many(Verb.ENTRY_CREATED, told, by=by, batch=new_id())
    return entries
