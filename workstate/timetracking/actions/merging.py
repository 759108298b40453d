"""Several entries become one: what follows each other without a gap is one stretch; what does not is the hours of a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.timetracking.actions.locking import lock_person
from workstate.timetracking.actions.many import hours_on, labels_of, own_rows, require_own, require_stopped
from workstate.timetracking.actions.writing import LONGEST_BY_HAND, Act, Edit, clocked, store
from workstate.timetracking.gaps import TOUCHING
from workstate.timetracking.models import TimeEntry


@dataclass(frozen=True, slots=True)
class Merger:
    """
    What becomes of entries that are merged: the first keeps its words, its task and its project, and has the labels of all.

    From–to where they touch or lie over each other; otherwise no clock times, and the seconds of all on their day. Time
    that lay in two of them counts once.
    """

    first: TimeEntry
    others: tuple[TimeEntry, ...]
    day: date
    seconds: int
    started_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def entries(self) -> tuple[TimeEntry, ...]:
        return self.first, *self.others

    @property
    def sum(self) -> int:
        """The seconds of all, those that lay in two of them twice."""
        return sum(entry.duration or 0 for entry in self.entries)


def merger_of(entries: Sequence[TimeEntry]) -> Merger:
    """What merging the entries would make. Raises Invalid for fewer than two and for those of several days, Conflict."""
    if len(entries) < 2:
        raise Invalid(_("Choose two entries or more to merge."), field="entries")
    for entry in entries:
        require_stopped(entry)
    clocked_ones = sorted((e for e in entries if e.started_at), key=lambda e: (e.started_at, e.stopped_at, e.pk))
    logged = sorted((entry for entry in entries if not entry.started_at), key=lambda entry: (entry.day, entry.pk))
    first, *others = [*clocked_ones, *logged]
    stretches = _stretches(clocked_ones)
    if not logged and len(stretches) == 1:
        [(start, stop)] = stretches
        seconds = int((stop - start).total_seconds())
        _require_short(seconds)
        return Merger(first, tuple(others), first.day, seconds, start, stop)
    if len({entry.day for entry in entries}) > 1:
        raise Invalid(_("Merge entries of one day, or some that follow each other."), field="entries")
    seconds = sum(int((stop - start).total_seconds()) for start, stop in _stretches(clocked_ones, timedelta()))
    seconds += sum(entry.duration or 0 for entry in logged)
    _require_short(seconds)
    return Merger(first, tuple(others), first.day, seconds)


@transaction.atomic
def merge_entries(ids: Collection[UUID], *, by: Actor) -> Act:
    """Make one entry of several, as merger_of says: the first becomes it, the others go to the bin."""
    require_own(ids, by=by)
    lock_person(by.user)
    entries = own_rows(ids, by=by)
    merger = merger_of(entries)
    names = labels_of(entries, by=by)
    labels = list(dict.fromkeys(name for entry in merger.entries for name in names[entry.pk]))
    return store(by, changed=[Edit(merger.first, _times(merger, by), labels)], removed=merger.others)


def _times(merger: Merger, by: Actor) -> dict[str, Any]:
    if merger.started_at and merger.stopped_at:
        return clocked(by, merger.started_at, merger.stopped_at)
    return hours_on(merger.day, merger.seconds)


def _stretches(entries: Sequence[TimeEntry], apart: timedelta = TOUCHING) -> list[tuple[datetime, datetime]]:
    """From when to when they go on without a break; in order of their starts."""
    found: list[tuple[datetime, datetime]] = []
    for entry in entries:
        assert entry.started_at is not None
        assert entry.stopped_at is not None
        if found and entry.started_at <= found[-1][1] + apart:
            found[-1] = found[-1][0], max(found[-1][1], entry.stopped_at)
        else:
            found.append((entry.started_at, entry.stopped_at))
    return found


def _require_short(seconds: int) -> None:
    if not 0 < seconds <= LONGEST_BY_HAND:
        raise Invalid(_("One entry holds more than nothing and 24 hours at most."), field="entries")
