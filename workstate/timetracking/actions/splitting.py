"""One entry becomes several that follow each other, with all that it says. No second is lost or invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Invalid, require
from workstate.timetracking.actions.locking import advance, lock_person
from workstate.timetracking.actions.many import copied, hours_on, labels_of, own_rows, running_at
from workstate.timetracking.actions.writing import Act, Edit, clocked, store
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry

MOST_PARTS: Final = 24


def lengths_of(seconds: int, *, after: int | None = None, parts: int | None = None) -> list[int]:
    """
    Whole seconds of each piece: two, the first so long, or equal ones, of which the first are a second longer where it
    does not come out even. Raises Invalid at `after` or `parts`.
    """
    if parts is not None:
        if not 2 <= parts <= MOST_PARTS:
            raise Invalid(_("Split it into 2 to %(most)d parts.") % {"most": MOST_PARTS}, field="parts")
        if parts > seconds:
            raise Invalid(_("It is too short for so many parts."), field="parts")
        short, longer = divmod(seconds, parts)
        return [short + 1] * longer + [short] * (parts - longer)
    if after is None:
        raise Invalid(_("Say where: a time such as 10:15, a length, or how many parts."), field="at", code="required")
    if not 0 < after < seconds:
        raise Invalid(_("That is not within the entry. Choose something between its start and its end."), field="after")
    return [after, seconds - after]


def cut(
    entry: TimeEntry, *, at: datetime | None = None, after: int | None = None, parts: int | None = None
) -> list[int]:
    """
    How long the pieces of an entry would be, in whole seconds: split at an instant, after so many seconds, or into equal
    parts. Raises Invalid at the field.
    """
    current = now()
    seconds = entry.seconds_at(current)
    if at is not None:
        if entry.started_at is None:
            raise Invalid(_("It has no clock times. Split it after a length, such as 1:30."), field="at")
        if at.tzinfo is None:
            raise Invalid(_("Say in which time zone this is."), field="at")
        after = int((at.replace(microsecond=0) - entry.started_at).total_seconds())
        if not 0 < after < seconds:
            raise Invalid(
                _("That is not within the entry. Choose something between its start and its end."), field="at"
            )
    if entry.is_running and parts is not None:
        raise Invalid(_("This timer runs. Split it at a time, or stop it first."), field="parts")
    return lengths_of(seconds, after=after, parts=None if after is not None else parts)


@transaction.atomic
def split_entry(
    entry: TimeEntry,
    *,
    by: Actor,
    at: datetime | None = None,
    after: int | None = None,
    parts: int | None = None,
) -> Act:
    """
    Split an entry in two at an instant or after so many seconds, or into equal parts. The first piece stays the entry.

    Of a timer that runs what lies before is written down, and it goes on from there. Raises Invalid at the field.
    """
    require(can_edit_entry(by, entry))
    clock = lock_person(by.user)
    [entry] = own_rows([entry.pk], by=by)
    lengths = cut(entry, at=at, after=after, parts=parts)
    labels = labels_of([entry], by=by)[entry.pk]
    if entry.is_running:
        assert entry.started_at is not None
        turn = entry.started_at + timedelta(seconds=lengths[0])
        before = copied(entry, clocked(by, entry.started_at, turn), labels)
        act = store(by, made=[before], changed=[Edit(entry, running_at(turn, by))])
        advance(clock, now())
        return act
    first, *others = _times(entry, lengths, by)
    return store(by, made=[copied(entry, times, labels) for times in others], changed=[Edit(entry, first)])


def _times(entry: TimeEntry, lengths: Sequence[int], by: Actor) -> list[dict[str, Any]]:
    start = entry.started_at
    if start is None:
        return [hours_on(entry.day, seconds) for seconds in lengths]
    ends = [start + timedelta(seconds=passed) for passed in accumulate(lengths, initial=0)]
    return [clocked(by, begin, end) for begin, end in pairwise(ends)]
