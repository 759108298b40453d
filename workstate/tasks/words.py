"""When a task is due or done, and how long it takes, as people say it. Pure but for the language in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration_long
from workstate.tasks.models import Task


@dataclass(frozen=True, slots=True)
class DueWords:
    """When a task is due, for reading."""

    short: str
    long: str
    exact: str
    machine: str
    overdue: bool


NO_WORDS = DueWords("", "", "", "", overdue=False)


def due_words(task: Task, formats: Formats, *, hide: date | None = None, day_only: bool = False) -> DueWords:
    """A time set in another zone is told in the reader's. `hide` is the day under whose heading the words stand."""
    if task.due_on is None:
        return NO_WORDS
    day, moment = task.due_on, None
    if task.due_at:
        local = formats.local(task.due_at)
        day, moment = local.date(), local.time()
    clock = formats.time(moment) if moment else ""
    return DueWords(
        short=" ".join(filter(None, ["" if day == hide else formats.day(day), "" if day_only else clock])),
        long=", ".join(filter(None, [capfirst(formats.day(day)), clock])),
        exact=", ".join(filter(None, [formats.exact(day), clock])),
        machine=task.due_at.isoformat() if task.due_at else day.isoformat(),
        overdue=not task.completed_at
        and not task.cancelled_at
        and (task.due_at < formats.now if task.due_at else day < formats.today),
    )


def completion_words(task: Task, formats: Formats, *, hide: date | None = None) -> DueWords:
    """When it was completed or cancelled: the time of day under its day's heading, else the day."""
    at = task.completed_at or task.cancelled_at
    if at is None:
        return NO_WORDS
    local = formats.local(at)
    short = formats.time(local.time()) if local.date() == hide else formats.day(local.date())
    said = (_("Completed %s") if task.completed_at else _("Cancelled %s")) % formats.exact(at)
    return DueWords(short, short, said, at.isoformat(), overdue=False)


def deferral_words(task: Task, formats: Formats) -> DueWords:
    """Until when a task is out of sight."""
    day = task.deferred_until
    if day is None:
        return NO_WORDS
    said = _("Out of sight until %s") % formats.exact(day)
    return DueWords(formats.day(day), formats.day(day), said, day.isoformat(), overdue=False)


def length_words(seconds: int) -> str:
    """45 min; 1 h 30 m."""
    if seconds < 3600 and seconds % 60 == 0:
        return _("%(minutes)d min") % {"minutes": seconds // 60}
    return format_duration_long(seconds)


def days_ahead(first: date, count: int) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(count)]
