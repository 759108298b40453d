"""What is dragged in the calendar of time: an entry taken elsewhere, and its ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Conflict
from workstate.timetracking.actions.entries import change_entry
from workstate.timetracking.actions.locking import lock_person, locked_entries
from workstate.timetracking.models import TimeEntry


@transaction.atomic
def move_entry(entry: TimeEntry, to: datetime | date, *, by: Actor, batch: UUID | None = None) -> TimeEntry:
    """
    Let the entry begin at an instant and last as long as it did; or, if it has no clock times, stand on a day.

    Logged hours that are moved to an instant have clock times from then on. Raises Conflict while it runs.
    """
    entry = _locked(entry, by)
    if entry.duration is None:
        raise Conflict(_("This timer runs. Stop it first."))
    if isinstance(to, datetime):
        stop = to + timedelta(seconds=entry.duration)
        return change_entry(entry, by=by, batch=batch, started_at=to, stopped_at=stop)
    if entry.started_at is not None:
        raise Conflict(_("This entry has clock times. Drag it to a time of that day."))
    return change_entry(entry, by=by, batch=batch, day=to, duration=entry.duration)


@transaction.atomic
def stretch_entry(
    entry: TimeEntry,
    *,
    by: Actor,
    start: datetime | None = None,
    stop: datetime | None = None,
    batch: UUID | None = None,
) -> TimeEntry:
    """Give the entry another beginning or end; the one that is not given stays, to the second. A timer has only a beginning."""
    entry = _locked(entry, by)
    if entry.started_at is None:
        raise Conflict(_("This entry has no clock times. Give it some first."))
    if entry.is_running:
        if stop is not None:
            raise Conflict(_("This timer runs. Stop it first."))
        return change_entry(entry, by=by, batch=batch, started_at=start or entry.started_at)
    return change_entry(
        entry, by=by, batch=batch, started_at=start or entry.started_at, stopped_at=stop or entry.stopped_at
    )


def _locked(entry: TimeEntry, by: Actor) -> TimeEntry:
    lock_person(by.user)
    return locked_entries([entry.pk], by=by)[0]
