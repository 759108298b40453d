"""
What time will likely go into: guessed from the person's own history, in one query over it, and always with the reason.

Two habits are known: what one does at this time of this day of the week, and what went into the words that are being typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, FloatField, IntegerField, Max, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, Cast, ExtractHour, ExtractIsoWeekDay, ExtractMinute, Least
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import own_entries

HISTORY = timedelta(weeks=26)
HABIT_WEEKS = 8
HABIT_DAYS = 14
NEAR_MINUTES = 60
MINUTES = 24 * 60
MOST = 3
MOST_WORDS = 8
FEWEST_DAYS = 2  # Once is no habit.
LOOKED_AT = 40


class Reason(StrEnum):
    TIME_OF_WEEK = "time_of_week"
    TIME_OF_DAY = "time_of_day"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A last entry of its kind: to accept is to continue it. `times` counts days, or entries where words led to it."""

    entry: TimeEntry
    reason: Reason
    times: int
    out_of: int
    why: str


def suggestions(actor: Actor, *, text: str = "", at: datetime, most: int = MOST) -> list[Suggestion]:
    """
    The likeliest first. With a text, what its words went into before; without, what is usual at the instant `at`.

    Left out are tasks that are done or in the bin, archived projects, what the actor may not see any more, and what runs.
    The number of queries does not depend on how long the history is.
    """
    words = text.split()[:MOST_WORDS]
    local = at.astimezone(actor.zone)
    found = _found(actor, words, local)
    rows = list(found[:LOOKED_AT])
    entries = own_entries(actor).in_bulk([UUID(row["newest"]) for row in rows])
    usable = _Usable(actor, rows)
    running = own_entries(actor).running().first()
    made = []
    for row in rows:
        entry = entries[UUID(row["newest"])]
        if usable.has(row) and not _is_same(entry, running):
            made.append(_suggestion(entry, row, words, local, actor))
        if len(made) == most:
            break
    return made


def _found(actor: Actor, words: Sequence[str], local: datetime) -> QuerySet[Any, Any]:
    day = local.date()
    minute = local.hour * 60 + local.minute
    history = (
        TimeEntry.objects.visible_to(actor)
        .of(actor.user)
        .kept()
        .filter(day__gt=day - HISTORY, day__lte=day)
        .exclude(task=None, project=None, description="")
    )
    minute_of_day = ExtractHour("started_at", tzinfo=actor.zone) * 60 + ExtractMinute("started_at", tzinfo=actor.zone)
    history = history.annotate(
        apart=Abs(Cast(minute_of_day, IntegerField()) - Value(minute)), weekday=ExtractIsoWeekDay("day")
    ).annotate(distance=Least(F("apart"), Value(MINUTES) - F("apart")))
    habit = Q(day__gt=day - timedelta(weeks=HABIT_WEEKS), day__lt=day, distance__lte=NEAR_MINUTES)
    if words:
        history = history.annotate(hits=_hits(words)).filter(hits__gt=0)
    grouped: QuerySet[Any, Any] = (
        history.order_by()
        .values("task", "project", "description")
        .annotate(
            times=Count("pk"),
            last=Max("day"),
            newest=Max(Cast("pk", TextField())),  # identifiers grow with time
            on_weekday=Count("day", distinct=True, filter=habit & Q(weekday=local.isoweekday())),
            on_days=Count("day", distinct=True, filter=habit & Q(day__gte=day - timedelta(days=HABIT_DAYS))),
        )
    )
    usual = Q(on_weekday__gte=FEWEST_DAYS) | Q(on_days__gte=FEWEST_DAYS + 1)
    ranked: QuerySet[Any, Any] = (
        grouped.annotate(best=Max("hits")).order_by("-best", "-on_weekday", "-times", "-last", "newest")
        if words
        else grouped.filter(usual).order_by("-on_weekday", "-on_days", "-last", "newest")
    )
    return ranked


def _hits(words: Sequence[str]) -> Combinable:
    """How many of the words stand in an entry's own words, its task's title or its project's name."""
    hits: Combinable = Value(0.0)
    for word in words:
        found = Q(description__icontains=word) | Q(task__title__icontains=word) | Q(project__name__icontains=word)
        hits = hits + Case(When(found, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    return hits


class _Usable:
    """Which of the tasks and projects found time may go into now; two queries."""

    def __init__(self, actor: Actor, rows: Sequence[dict[str, Any]]) -> None:
        tasks = {row["task"] for row in rows if row["task"]}
        projects = {row["project"] for row in rows if row["project"]}
        self._tasks = set(Task.objects.visible_to(actor).open().filter(pk__in=tasks).values_list("pk", flat=True))
        active = Project.objects.visible_to(actor).active().filter(pk__in=projects)
        self._projects = set(active.values_list("pk", flat=True))

    def has(self, row: dict[str, Any]) -> bool:
        if row["task"]:
            return row["task"] in self._tasks
        return row["project"] is None or row["project"] in self._projects


def _is_same(entry: TimeEntry, running: TimeEntry | None) -> bool:
    return running is not None and (entry.task_id, entry.project_id, entry.description) == (
        running.task_id,
        running.project_id,
        running.description,
    )


def _suggestion(
    entry: TimeEntry, row: dict[str, Any], words: Sequence[str], local: datetime, actor: Actor
) -> Suggestion:
    formats = Formats.of(actor.user)
    around = formats.time(time(local.hour, 30 if local.minute >= 30 else 0))
    if words:
        last = formats.day(row["last"])
        why = ngettext(
            "%(count)d time with these words, last %(day)s",
            "%(count)d times with these words, last %(day)s",
            row["times"],
        ) % {"count": row["times"], "day": last}
        return Suggestion(entry, Reason.WORDS, row["times"], row["times"], why)
    if row["on_weekday"] >= FEWEST_DAYS:
        weekday = str(WEEKDAYS[local.weekday()])
        why = _("%(weekday)s around %(time)s, on %(count)d of the last %(all)d") % {
            "count": row["on_weekday"],
            "all": HABIT_WEEKS,
            "weekday": weekday,
            "time": around,
        }
        return Suggestion(entry, Reason.TIME_OF_WEEK, row["on_weekday"], HABIT_WEEKS, why)
    why = _("Around %(time)s, on %(count)d of the last %(days)d days") % {
        "count": row["on_days"],
        "days": HABIT_DAYS,
        "time": around,
    }
    return Suggestion(entry, Reason.TIME_OF_DAY, row["on_days"], HABIT_DAYS, why)
