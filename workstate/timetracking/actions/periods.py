"""Days that a workspace closes. Whoever writes time meanwhile is waited for, so nothing slips in behind the lock."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now, require_day
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.ids import new_id
from workstate.core.text import clean_line
from workstate.core.turns import made_before, take_identifier
from workstate.timetracking.actions.locking import close_periods
from workstate.timetracking.approving import can_lock_periods
from workstate.timetracking.models import LockedPeriod

LONGEST_NOTE = 200
MOST_PERIODS = 500


@transaction.atomic
def lock_period(
    *, by: Actor, last: date, first: date | None = None, note: str = "", id: UUID | None = None
) -> LockedPeriod:
    """
    Lock the days from the first, or all days there ever were, up to the last: no time is written or changed on them.

    A timer that runs is not stopped: it ends when it ends. The same id again answers with the period it made the first
    time. Raises Invalid at the field.
    """
    require(can_lock_periods(by), _("Only administrators lock days. Ask one of them."))
    require_day(last, field="last")
    if first is not None:
        require_day(first, field="first")
        if last < first:
            raise Invalid(_("The last day must not be before the first."), field="last")
    note = clean_line(note, field="note", length=LONGEST_NOTE)
    take_identifier(id)
    if made := made_before(LockedPeriod.objects.all(), id, by=by, maker="locked_by"):
        return made
    close_periods(by)
    if LockedPeriod.objects.filter(workspace=by.workspace).count() >= MOST_PERIODS:
        raise Invalid(_("There are 500 locked periods. Remove some: one up to a day holds all before it."))
    return _lock(LockedPeriod(id=id or new_id(), workspace=by.workspace, first=first, last=last, note=note), by)


@transaction.atomic
def unlock_period(period: LockedPeriod, *, by: Actor) -> None:
    """Open the days again, as far as no other lock holds them. What is gone already stays gone."""
    require(can_lock_periods(by) and period.workspace_id == by.workspace.pk)
    locked = LockedPeriod.objects.select_for_update().filter(pk=period.pk).first()
    if locked is None:
        return
    record(Verb.PERIOD_UNLOCKED, locked, by=by, **_told(locked))
    locked.delete()


@transaction.atomic
def relock_period(pk: UUID, *, by: Actor) -> LockedPeriod:
    """Lock again what was unlocked, as it was. Raises NotFound for what was never locked here."""
    require(can_lock_periods(by), _("Only administrators lock days. Ask one of them."))
    take_identifier(pk)
    period = LockedPeriod(id=pk, workspace=by.workspace)
    gone = Event.objects.filter(workspace=by.workspace, verb=Verb.PERIOD_UNLOCKED).about(period).order_by("pk").last()
    if gone is None:
        raise NotFound
    close_periods(by)
    if found := LockedPeriod.objects.filter(pk=pk).first():
        if found.workspace_id != by.workspace.pk:
            raise Conflict(_("This identifier is taken."))
        return found
    first = gone.data["first"]
    period.first, period.last = date.fromisoformat(first) if first else None, date.fromisoformat(gone.data["last"])
    period.note = gone.data["note"]
    return _lock(period, by)


def _lock(period: LockedPeriod, by: Actor) -> LockedPeriod:
    period.locked_by, period.locked_at = by.user, now()
    period.save(force_insert=True)
    record(Verb.PERIOD_LOCKED, period, by=by, **_told(period))
    return period


def _told(period: LockedPeriod) -> dict[str, str | None]:
    return {"first": str(period.first) if period.first else None, "last": str(period.last), "note": period.note}
