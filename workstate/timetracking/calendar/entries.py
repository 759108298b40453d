"""What the calendar of time reads: the entries of a period, the totals of its days, and which of them are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import start_of_day
from workstate.tasks.models import Task
from workstate.timetracking.calendar.period import Period
from workstate.timetracking.models import RUNNING, DayShare, EntryDay, LockedPeriod, Submission, TimeEntry
from workstate.timetracking.queries import Total, own_entries

MOST = 1500
"""Entries that are drawn of one period."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing can be changed on a day."""

    words: str


def entries_in(actor: Actor, period: Period) -> list[TimeEntry]:
    """
    The actor's own kept entries of which anything lies in the period, or on a day beside it, by their beginning; with
    `sees_task`, for a task may have gone into another's inbox since. Two queries.
    """
    first, last = period.first - _A_DAY, period.last + _A_DAY
    # Those that began long before: looked up by themselves, so that each part of the question has its index.
    parts = EntryDay.objects.filter(workspace=actor.workspace, user=actor.user, day__gte=first, day__lte=last)
    long_ones = set(parts.order_by().values_list("entry", flat=True))
    entries = own_entries(actor).filter(Q(day__gte=first, day__lte=last) | Q(pk__in=long_ones) | RUNNING)
    sees_task = Exists(Task.objects.visible_to(actor).filter(pk=OuterRef("task")))
    return list(entries.annotate(sees_task=sees_task).order_by("started_at", "pk")[:MOST])


def totals_in(actor: Actor, period: Period) -> dict[date, int]:
    """Finished seconds by the day on which they were spent, as everywhere in the product. One query."""
    shares = DayShare.objects.visible_to(actor).filter(user=actor.user).between(period.first, period.last)
    return dict(shares.order_by().values("day").annotate(total=Sum("seconds")).values_list("day", "total"))


def total_of(
    days: Sequence[date], totals: dict[date, int], running: TimeEntry | None, now: datetime, zone: ZoneInfo
) -> Total:
    """Of some days in a row, with what runs: what it adds on days before today stands still, and today it grows."""
    seconds = sum(totals.get(day, 0) for day in days)
    if running is None or running.started_at is None:
        return Total(seconds)
    begins, ends = start_of_day(days[0], zone), start_of_day(days[-1] + _A_DAY, zone)
    since = max(running.started_at, begins)
    if begins <= now < ends:
        return Total(seconds, since)
    return Total(seconds + max(0, int((min(now, ends) - since).total_seconds())))


def closed_in(actor: Actor, first: date, last: date) -> dict[date, Closed]:
    """The days on which the actor's time cannot be changed, each with why. Two queries."""
    days: dict[date, Closed] = {}
    submitted = Submission.objects.visible_to(actor).filter(user=actor.user).standing().holding(first, last)
    for week in submitted.only("first", "last", "approved_at"):
        words = _("Approved") if week.approved_at else _("Submitted for approval")
        days |= dict.fromkeys(_days(max(week.first, first), min(week.last, last)), Closed(words))
    for period in LockedPeriod.objects.visible_to(actor).holding(first, last):
        words = _("Locked: %s") % period.note if period.note else _("Locked")
        days |= dict.fromkeys(_days(max(period.first or first, first), min(period.last, last)), Closed(words))
    return days


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
