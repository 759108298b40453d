"""
How far a project is: tasks done, time tracked against estimates, and when it will be finished if people go on as they did.

The pace is what was completed in the last four weeks, or since the first completion when that is nearer, at least a week.
What repeats is never finished, and so counts neither as left to do nor towards the pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.projects.models import Project
from workstate.tasks.extensions import seconds_in
from workstate.tasks.models import Task

WINDOW = timedelta(days=28)
SHORTEST = 7  # days: one busy afternoon is no pace
FARTHEST = 5 * 365  # days: beyond that a forecast says nothing
FEWEST = 3  # completed tasks


@dataclass(frozen=True, slots=True)
class Progress:
    """Times in seconds, days in the reader's zone. Without a forecast `unknown` says why there is none."""

    done: int = 0
    open: int = 0
    estimated: int = 0
    """Of all tasks, done and open."""
    tracked: int = 0
    finish: date | None = None
    """By the number of tasks."""
    finish_by_hours: date | None = None
    """By estimated hours, when most of what is left has an estimate."""
    pace_days: int = 0
    forecast: str = ""

    @property
    def total(self) -> int:
        return self.done + self.open

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


def progress_of(actor: Actor, project: Project, formats: Formats) -> Progress:
    return progress_of_many(actor, [project.pk], formats)[project.pk]


def progress_of_active(actor: Actor) -> dict[UUID, Progress]:
    """Of every project that is not archived."""
    projects = list(Project.objects.visible_to(actor).active().order_by().values_list("pk", flat=True))
    return progress_of_many(actor, projects, Formats.of(actor.user))


def progress_of_many(actor: Actor, projects: Sequence[UUID], formats: Formats) -> dict[UUID, Progress]:
    """One query for the tasks of all projects, and one of each room that counts time."""
    at = now()
    kept = Task.objects.visible_to(actor).kept().filter(project__in=projects, cancelled_at=None).order_by()
    done, left = Q(completed_at__isnull=False), Q(completed_at=None, archived_at=None)
    lately, once = Q(completed_at__gte=at - WINDOW), Q(recurrence=None)
    rows = kept.values("project").annotate(
        done=Count("pk", filter=done),
        open=Count("pk", filter=left),
        left=Count("pk", filter=left & once),
        left_estimated=Count("pk", filter=left & once & Q(estimate__isnull=False)),
        left_seconds=Sum("estimate", filter=left & once, default=0),
        estimated=Sum("estimate", filter=done | left, default=0),
        lately=Count("pk", filter=lately & once),
        lately_seconds=Sum("estimate", filter=lately & once, default=0),
        first=Min("completed_at", filter=lately & once),
        begun=Min("created_at"),
    )
    figures: dict[UUID, Any] = {row["project"]: row for row in rows}
    tracked = seconds_in(actor, projects)
    return {pk: _progress(figures.get(pk), tracked[pk], at, formats) for pk in projects}


def _progress(row: dict[str, Any] | None, tracked: int, at: datetime, formats: Formats) -> Progress:
    if row is None:
        return Progress(tracked=tracked)
    days = _days_of_pace(row["first"], row["begun"], at)
    finish = _finish(row["left"], row["lately"], days, formats)
    by_hours = None
    if row["left_estimated"] * 2 > row["left"]:
        # What has no estimate is taken to be as long as what has one.
        seconds = row["left_seconds"] * row["left"] / row["left_estimated"]
        by_hours = _finish(seconds, row["lately_seconds"], days, formats)
    enough = row["lately"] >= FEWEST
    progress = Progress(
        done=row["done"],
        open=row["open"],
        estimated=row["estimated"],
        tracked=tracked,
        finish=finish if enough else None,
        finish_by_hours=by_hours if enough else None,
        pace_days=days,
    )
    return Progress(
        progress.done, progress.open, progress.estimated, tracked, progress.finish, progress.finish_by_hours, days,
        _forecast(progress, row, formats),
    )  # fmt: skip


def _days_of_pace(first: datetime | None, begun: datetime, at: datetime) -> int:
    since = min(filter(None, [first, begun]), default=at)
    return max(SHORTEST, min(WINDOW.days, ceil((at - since) / timedelta(days=1))))


def _finish(left: float, lately: float, days: int, formats: Formats) -> date | None:
    if not left or not lately:
        return None
    needed = ceil(left * days / lately)
    return formats.today + timedelta(days=needed) if needed <= FARTHEST else None


def _forecast(progress: Progress, row: dict[str, Any], formats: Formats) -> str:
    if not row["left"]:
        return _("Everything is done.") if progress.done and not progress.open else ""
    if row["lately"] < FEWEST:
        return _("Too little was completed in the last four weeks to foresee when it is finished.")
    if progress.finish is None:
        return _("At the pace of the last four weeks it is not finished within five years.")
    pace = (
        _("the last four weeks")
        if progress.pace_days == WINDOW.days
        else ngettext("the last %(count)d day", "the last %(count)d days", progress.pace_days)
        % {"count": progress.pace_days}
    )
    words = {"day": formats.month_day(progress.finish), "pace": pace}
    if progress.finish_by_hours and progress.finish_by_hours != progress.finish:
        words["hours"] = formats.month_day(progress.finish_by_hours)
        return _("Finished about %(day)s at the pace of %(pace)s, by estimated hours about %(hours)s.") % words
    return _("Finished about %(day)s at the pace of %(pace)s.") % words
