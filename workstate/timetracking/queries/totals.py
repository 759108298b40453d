"""Sums: by day out of the shares of days, by task and project out of whole entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.clock import now, start_of_day, today, week_of
from workstate.tasks.models import Task
from workstate.timetracking.days import shares_of
from workstate.timetracking.models import DayShare, TimeEntry


@dataclass(frozen=True)
class Total:
    """Seconds that are certain, and since when a timer adds to them."""

    seconds: int = 0
    running_since: datetime | None = None


@dataclass(frozen=True)
class Running:
    """What a timer that runs adds to days: to those that are over so many seconds, to today what passes `since`."""

    past: dict[date, int]
    day: date
    since: datetime

    @classmethod
    def of(cls, started_at: datetime, actor: Actor, *, current: datetime) -> Running:
        day = today(actor.zone)
        shares = shares_of(started_at, max(current, started_at), actor.zone)
        past = {share.day: share.seconds for share in shares if share.day < day}
        return cls(past, day, max(started_at, start_of_day(day, actor.zone)) if past else started_at)

    def between(self, first: date, last: date) -> Total:
        """What it adds to the days, both included."""
        seconds = sum(seconds for day, seconds in self.past.items() if first <= day <= last)
        return Total(seconds, self.since if first <= self.day <= last else None)


def running_of(actor: Actor, *, current: datetime) -> Running | None:
    """The actor's timer, if it runs in this workspace."""
    started_at = _running(actor).values_list("started_at", flat=True).first()
    return Running.of(started_at, actor, current=current) if started_at else None


def _running(actor: Actor) -> QuerySet[TimeEntry]:
    return TimeEntry.objects.visible_to(actor).of(actor.user).running()


def total_of(finished: int, running: Running | None, first: date, last: date) -> Total:
    """Finished seconds of the days, with what a timer adds to them."""
    added = running.between(first, last) if running else Total()
    return Total(finished + added.seconds, added.running_since)


def own_shares(actor: Actor, first: date, last: date) -> QuerySet[DayShare]:
    """The actor's own finished time on the days, both included."""
    return DayShare.objects.visible_to(actor).filter(user=actor.user).between(first, last).order_by()


def day_totals(actor: Actor, first: date, last: date) -> dict[date, int]:
    """
    Finished seconds of the actor by day. The days are the person's own, fixed when an entry is written; of an entry over
    midnight each day has its part.
    """
    shares = own_shares(actor, first, last)
    return dict(shares.values("day").annotate(total=Sum("seconds")).values_list("day", "total"))


def week_total(actor: Actor, day: date) -> int:
    """Finished seconds of the actor in the week, as the person counts weeks, that holds the day."""
    return sum(day_totals(actor, *week_of(day, actor.first_weekday)).values())


def tracked_on(actor: Actor, day: date) -> int:
    """
    Seconds that the actor tracked on the day in this workspace, with what the clock that runs has added to it so far.

    One query: it stands on the page that everybody opens first.
    """
    current = now()
    shares = own_shares(actor, day, day).values("day").annotate(total=Sum("seconds")).values("total")
    finished, started_at = (
        User.objects.filter(pk=actor.user.pk)
        .values_list(Coalesce(Subquery(shares), 0), Subquery(_running(actor).values("started_at")[:1]))
        .get()
    )
    running = Running.of(started_at, actor, current=current) if started_at else None
    total = total_of(finished, running, day, day)
    so_far = max(timedelta(), current - total.running_since) if total.running_since else timedelta()
    return total.seconds + int(so_far.total_seconds())


def with_tracked(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """The tasks with `tracked`: seconds of the finished entries that the actor may see."""
    finished = TimeEntry.objects.visible_to(actor).finished().filter(task=OuterRef("pk")).order_by()
    total = finished.values("task").annotate(total=Sum("duration")).values("total")
    return tasks.annotate(tracked=Coalesce(Subquery(total), 0))
