"""Conditions that compare with nothing: overdue, blocked, running."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q

from workstate.savedviews.filters.compiling.asking import Asking
from workstate.tasks.models import LinkKind, Recurrence, Task, TaskLink
from workstate.tasks.queries import blocked_by_open
from workstate.timetracking.models import TimeEntry

OPEN: Final = Q(completed_at=None, cancelled_at=None)


def _overdue(asking: Asking) -> Q:
    """The day has passed, or the time on it has."""
    by_day = Q(due_on__isnull=False, due_on__lt=asking.today)
    by_time = Q(due_at__isnull=False, due_at__lt=asking.now)
    return OPEN & (by_day | by_time)


def _due_in(days: int) -> Callable[[Asking], Q]:
    return lambda asking: Q(due_on__isnull=False, due_on=asking.today + timedelta(days=days))


def _deferred(asking: Asking) -> Q:
    return Q(deferred_until__isnull=False, deferred_until__gt=asking.today)


def _archived(asking: Asking) -> Q:
    return Q(archived_at__isnull=False) | Q(project__isnull=False, project__archived_at__isnull=False)


def _blocked(asking: Asking) -> Q:
    return Q(blocked_by_open(asking.actor))


def _blocking(asking: Asking) -> Q:
    """An open task that the actor sees waits for it, and it is open itself."""
    waiting = Task.objects.visible_to(asking.actor).open()
    links = TaskLink.objects.filter(source=OuterRef("pk"), kind=LinkKind.BLOCKS, target__in=waiting)
    return OPEN & Q(Exists(links))


def _running(asking: Asking) -> Q:
    return Q(Exists(TimeEntry.objects.visible_to(asking.actor).running().filter(task=OuterRef("pk"))))


def subtasks_of(asking: Asking) -> Exists:
    return Exists(Task.objects.visible_to(asking.actor).filter(parent=OuterRef("pk"), deleted_at=None))


def _inbox(asking: Asking) -> Q:
    return Q(project=None, created_by__isnull=False, created_by=asking.actor.user)


FLAGS: Final[Mapping[str, Callable[[Asking], Q]]] = {
    "overdue": _overdue,
    "today": _due_in(0),
    "tomorrow": _due_in(1),
    "deferred": _deferred,
    "repeats": lambda asking: Q(Exists(Recurrence.objects.filter(task=OuterRef("pk")))),
    "open": lambda asking: OPEN,
    "done": lambda asking: Q(completed_at__isnull=False),
    "cancelled": lambda asking: Q(cancelled_at__isnull=False),
    "archived": _archived,
    "blocked": _blocked,
    "blocking": _blocking,
    "running": _running,
    "subtask": lambda asking: Q(parent__isnull=False),
    "parent": lambda asking: Q(subtasks_of(asking)),
    "inbox": _inbox,
}
