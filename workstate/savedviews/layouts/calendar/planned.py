"""What stands on the days of a calendar: tasks by when they are due, in the zone of whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from workstate.accounts.formats import Formats
from workstate.savedviews.layouts.calendar.periods import Period
from workstate.savedviews.scenes import Scene
from workstate.tasks import queries
from workstate.tasks.models import Task
from workstate.tasks.rows import Row, rows_of

SHORTEST = 30
"""Minutes that a block is drawn high at least."""
A_DAY = 24 * 60
_COLUMNS = ("pk", "due_on", "due_at", "start_on", "estimate", "completed_at", "cancelled_at", "priority", "position")
_AHEAD = timedelta(days=2)
"""A time set at the other end of the world falls on a neighbouring day here."""


@dataclass(slots=True)
class Item:
    """
    A task on its day. `minute` is of the wall clock, None: some time on the day; `length` are its minutes as drawn.

    `first` is the day on which a task that takes several days begins.
    """

    pk: UUID
    day: date
    minute: int | None
    first: date
    estimate: int
    """Seconds."""
    is_done: bool
    is_late: bool
    priority: int
    position: str
    faint: str = ""
    """Of a repeating task that is yet to come round: what is said of it."""

    @property
    def length(self) -> int:
        assert self.minute is not None
        return min(max(SHORTEST, self.estimate // 60), A_DAY - self.minute)

    @property
    def is_bar(self) -> bool:
        return self.first < self.day

    @property
    def order(self) -> tuple[Any, ...]:
        """What takes days comes first, then what has no time, then by the clock; in each what is more urgent."""
        at = -1 if self.minute is None else self.minute
        return not self.is_bar, bool(self.faint), at, self.is_done, self.priority, self.position, self.pk


def narrowed(scene: Scene) -> QuerySet[Task]:
    """
    The tasks that the calendar is of, on whatever day they are due.

    Today and Upcoming are about days, and here the calendar says which: otherwise every other day would look free.
    """
    if scene.place.name in {"today", "upcoming"} and not scene.asks_for_ended:
        return scene.narrowed(queries.in_sight(scene.actor))
    return scene.tasks


def items_in(scene: Scene, period: Period) -> list[Item]:
    """In order within each day. Two queries, however many there are."""
    within = Q(due_on__gte=period.first - _AHEAD, due_on__lte=period.last + _AHEAD)
    within |= Q(due_on__gt=period.last, start_on__lte=period.last)
    found = list(narrowed(scene).filter(within).order_by().values_list(*_COLUMNS))
    if scene.look.completed and not scene.asks_for_ended:
        done = scene.place.everything().filter(within, completed_at__isnull=False, archived_at=None)
        found += list(scene.narrowed(done).order_by().values_list(*_COLUMNS))
    items = [_item(*row, formats=scene.formats) for row in dict.fromkeys(found)]
    shown = [item for item in items if item.first <= period.last and item.day >= period.first]
    return sorted(shown, key=lambda item: item.order)


def _item(
    pk: UUID, due_on: date, due_at: datetime | None, start_on: date | None, estimate: int | None,
    completed_at: datetime | None, cancelled_at: datetime | None, priority: int, position: str, *, formats: Formats,
) -> Item:  # fmt: skip
    day, minute = place_of(due_on, due_at, formats)
    done = bool(completed_at or cancelled_at)
    late = not done and (due_at < formats.now if due_at else day < formats.today)
    return Item(
        pk=pk,
        day=day,
        minute=minute,
        first=min(start_on, day) if start_on else day,
        estimate=estimate or 0,
        is_done=done,
        is_late=late,
        priority=priority,
        position=position,
    )


def place_of(due_on: date, due_at: datetime | None, formats: Formats) -> tuple[date, int | None]:
    """The day and the minute of the wall clock, as the person's own clocks show them."""
    if due_at is None:
        return due_on, None
    local = formats.local(due_at)
    return local.date(), local.hour * 60 + local.minute


def rows_by_id(scene: Scene, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """With everything that is drawn of a task, for those that are drawn."""
    wanted = list(dict.fromkeys(ids))
    tasks = queries.listed(Task.objects.visible_to(scene.actor).filter(pk__in=wanted), scene.actor)
    return {row.task.pk: row for row in rows_of(tasks, scene.actor, scene.formats, with_parent=True)}


def undated(scene: Scene, find: str = "") -> QuerySet[Task]:
    """What is to be done and has no day yet; `find` is a part of the title."""
    tasks = narrowed(scene).filter(due_on=None, completed_at=None, cancelled_at=None)
    return tasks.filter(title__icontains=find) if find else tasks
