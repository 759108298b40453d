"""What is read of a person's focus: how it stands, and how often they did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.clock import now, today
from workstate.focus.models import FocusPreferences, Interval
from workstate.focus.series import OFFERED_FOR, Step, after, offers
from workstate.tasks.models import Task


@dataclass(frozen=True, slots=True)
class State:
    """How a person's focus stands at an instant: an interval is open, or what comes after the last is offered, or neither."""

    at: datetime
    last: Interval | None
    chosen: FocusPreferences

    @property
    def open(self) -> Interval | None:
        return self.last if self.last and self.last.is_open else None

    @property
    def offered(self) -> Step | None:
        return after(self.last, self.chosen) if self.last and offers(self.last, self.at) else None

    @property
    def offered_until(self) -> datetime | None:
        return self.last.ended_at + OFFERED_FOR if self.last and self.last.ended_at else None


@dataclass(frozen=True, slots=True)
class Counts:
    """Intervals of focus that ran to their end."""

    today: int
    on_task: int
    on_task_today: int


def preferences_of(user: User) -> FocusPreferences:
    """What the person chose; not in the database before they chose anything."""
    return FocusPreferences.objects.filter(pk=user.pk).first() or FocusPreferences(user=user)


def newest(user: User) -> Interval | None:
    """The person's last interval, in whichever workspace: the open one if there is one."""
    rows = Interval.objects.of(user).select_related("user", "workspace", "task__project", "entry__task")
    return rows.newest_first().first()


def read_state(user: User, at: datetime | None = None) -> State:
    """How it is written down; what has come due since is not (actions.look settles it)."""
    return State(at or now(), newest(user), preferences_of(user))


def counts_of(actor: Actor, task: Task | None = None) -> Counts:
    """The person's own, in this workspace, today and on the task."""
    day = today(actor.zone)
    on_task = Q(task=task) if task else Q(pk=None)
    found = (
        Interval.objects.visible_to(actor)
        .counted()
        .filter(Q(day=day) | on_task)
        .aggregate(
            today=Count("pk", filter=Q(day=day)),
            on_task=Count("pk", filter=on_task),
            on_task_today=Count("pk", filter=on_task & Q(day=day)),
        )
    )
    return Counts(**found)


def counts_by_day(
    actor: Actor, first: date, last: date, *, task: UUID | None = None
) -> list[tuple[date, UUID | None, int, timedelta]]:
    """Day, task, how many and how long in all; oldest day first."""
    rows = Interval.objects.visible_to(actor).counted().filter(day__gte=first, day__lte=last)
    if task:
        rows = rows.filter(task=task)
    summed = (
        rows.order_by().values("day", "task").annotate(count=Count("pk"), length=Sum(F("ended_at") - F("started_at")))
    )
    return [(row["day"], row["task"], row["count"], row["length"]) for row in summed.order_by("day", "task")]
