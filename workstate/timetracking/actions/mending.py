"""Gaps are filled and overlaps parted, each by one act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.timetracking.actions.instants import clean_instant
from workstate.timetracking.actions.locking import advance, lock_person
from workstate.timetracking.actions.many import copied, labels_of, own_rows, running_at
from workstate.timetracking.actions.writing import LONGEST_BY_HAND, Act, Edit, clocked, store, write
from workstate.timetracking.gaps import Means, Piece, mends, overlaps_among
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry


@transaction.atomic
def mend_overlap(one: TimeEntry, other: TimeEntry, means: Means, *, by: Actor) -> Act:
    """
    Part two entries that lie over each other, by one of the means that gaps.mends() offers.

    Raises Conflict when they overlap no longer, or so that this would not part them.
    """
    require(can_edit_entry(by, one) and can_edit_entry(by, other))
    clock = lock_person(by.user)
    entries = own_rows([one.pk, other.pk], by=by)
    found = [mend for overlap in overlaps_among(entries, current=now()) for mend in mends(overlap)]
    mend = next((mend for mend in found if mend.means == means), None)
    if mend is None:
        raise Conflict(_("These two no longer overlap like that. Look at the list again."))
    labels = labels_of(entries, by=by)
    act = store(
        by,
        made=[copied(piece.entry, _times(piece, by), labels[piece.entry.pk]) for piece in mend.copied],
        changed=[Edit(piece.entry, _times(piece, by)) for piece in mend.changed],
        removed=mend.removed,
    )
    if any(piece.end is None for piece in mend.changed):
        advance(clock, now())
    return act


@transaction.atomic
def extend_entry(entry: TimeEntry, *, by: Actor, to: datetime) -> Act:
    """
    Stretch an entry as far as an instant: its end when that lies after it, its start when it lies before.

    Raises Invalid at `to` for an instant within it, in the future, or too far away.
    """
    require(can_edit_entry(by, entry))
    clock = lock_person(by.user)
    [entry] = own_rows([entry.pk], by=by)
    to = clean_instant(to, field="to")
    if entry.started_at is None:
        raise Conflict(_("It has no clock times that could be stretched."))
    start, stop = min(entry.started_at, to), entry.stopped_at and max(entry.stopped_at, to)
    if (start, stop) == (entry.started_at, entry.stopped_at):
        raise Invalid(_("That is within the entry already."), field="to")
    if ((stop or now()) - start).total_seconds() > LONGEST_BY_HAND:
        raise Invalid(_("One entry holds 24 hours at most. Make several."), field="to")
    act = write(by, changed=[Edit(entry, clocked(by, start, stop) if stop else running_at(start, by))])
    if stop is None:
        advance(clock, now())
    return act


def _times(piece: Piece[TimeEntry], by: Actor) -> dict[str, Any]:
    return running_at(piece.start, by) if piece.end is None else clocked(by, piece.start, piece.end)
