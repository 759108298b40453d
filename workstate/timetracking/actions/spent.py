from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from workstate.core.actor import Actor
from workstate.core.clock import day_of, now
from workstate.core.errors import require
from workstate.tasks.models import Task
from workstate.timetracking.actions.locking import lock_person
from workstate.timetracking.actions.writing import new_entry, store
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_track_time


@transaction.atomic
def log_spent(spent: Sequence[tuple[Task, int]], *, by: Actor) -> list[TimeEntry]:
    """
    Write down, without clock times, seconds that the actor worked on tasks today, in a constant number of queries.

    For tasks that the actor has just made, and so has locked. Raises Invalid for more than a day on one task.
    """
    for task, _seconds in spent:
        require(can_track_time(by, task))
    day = day_of(now(), by.zone)
    lock_person(by.user)
    made = [new_entry(by, task=task, day=day, duration=seconds) for task, seconds in spent]
    return store(by, made=made).entries
