"""How far projects are, and what happened to them in a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from workstate.core.actor import Actor
from workstate.core.clock import day_of, start_of_day
from workstate.projects.models import Project
from workstate.projects.models.project import ProjectQuerySet
from workstate.reports.periods import ONE_DAY, Period
from workstate.reports.table import Subject
from workstate.tasks.models import Completion, Task
from workstate.timetracking.models import DaySum, TimeEntry


@dataclass(slots=True)
class ProjectLine:
    """
    A project: `done_now` tasks that were completed in the period (each time that a repeating one was), `open` tasks as of
    now, all that are `done`; seconds estimated of them all and tracked, ever and in the period, as far as the reader sees.
    """

    subject: Subject
    done_now: int = 0
    open: int = 0
    done: int = 0
    estimated: int = 0
    tracked: int = 0
    tracked_now: int = 0
    last: date | None = None

    @property
    def is_idle(self) -> bool:
        """Nothing happened in the period and nothing is left to do."""
        return not (self.done_now or self.open or self.tracked_now)


def progress_in(period: Period, actor: Actor) -> list[ProjectLine]:
    """
    Projects that are not archived, with something done in the period or still to do, the most tracked first. Five queries.

    A project has no zone, so the days of the period are the reader's. Cancelled tasks count for nothing. The last activity
    is a task created or completed, or time.
    """
    projects = Project.objects.visible_to(actor).active()
    names = projects.values_list("pk", "name", "colour")
    lines = {pk: ProjectLine(Subject(pk, name, colour)) for pk, name, colour in names}
    if not lines:
        return []
    begin, end = start_of_day(period.first, actor.zone), start_of_day(period.last + ONE_DAY, actor.zone)
    done, left = Q(completed_at__isnull=False), Q(completed_at=None, archived_at=None)
    tasks = Task.objects.visible_to(actor).kept().filter(project__in=projects, cancelled_at=None).order_by()
    for row in tasks.values("project").annotate(
        done=Count("pk", filter=done),
        open=Count("pk", filter=left),
        done_now=Count("pk", filter=Q(completed_at__gte=begin, completed_at__lt=end)),
        estimated=Sum("estimate", filter=done | left, default=0),
        created=Max("created_at"),
        completed=Max("completed_at"),
    ):
        line = lines[row["project"]]
        line.done, line.open, line.done_now, line.estimated = (
            row["done"],
            row["open"],
            row["done_now"],
            row["estimated"],
        )
        days = [day_of(at, actor.zone) for at in (row["created"], row["completed"]) if at]
        line.last = max(days, default=None)
    again = Completion.objects.filter(workspace=actor.workspace, task__in=tasks.values("pk")).order_by()
    during = Q(completed_at__gte=begin, completed_at__lt=end)
    times = again.values("task__project").annotate(times=Count("pk", filter=during), last=Max("completed_at"))
    for pk, count, at in times.values_list("task__project", "times", "last"):
        lines[pk].done_now += count
        lines[pk].last = _later(lines[pk].last, day_of(at, actor.zone))
    sums = DaySum.objects.visible_to(actor).filter(project__in=projects).order_by().values("project")
    within = Q(day__gte=period.first, day__lte=period.last)
    tracked = sums.annotate(all=Sum("seconds"), now=Sum("seconds", filter=within, default=0))
    for pk, ever, in_period in tracked.values_list("project", "all", "now"):
        lines[pk].tracked, lines[pk].tracked_now = ever, in_period
    for pk, last in _last_days(projects, actor):
        if last and lines[pk].tracked:
            lines[pk].last = _later(lines[pk].last, last)
    found = [line for line in lines.values() if not line.is_idle]
    found.sort(key=lambda line: (-line.tracked_now, -line.done_now, line.subject.name.casefold()))
    return found


def _later(one: date | None, other: date) -> date:
    return max(one, other) if one else other


def _last_days(projects: ProjectQuerySet, actor: Actor) -> Iterable[tuple[UUID, date | None]]:
    """
    On which there is time of each project. Of everybody's the newest entry of each is looked up; of one's own all days are
    gone through, which are few beside the entries of others in between.
    """
    if actor.administers:
        entries = TimeEntry.objects.visible_to(actor).finished().filter(project=OuterRef("pk"))
        newest = entries.order_by("-day", F("last_day").desc(nulls_last=True)).values(last=Coalesce("last_day", "day"))
        return projects.order_by().values_list("pk", Subquery(newest[:1]))
    days = DaySum.objects.visible_to(actor).filter(project__in=projects).order_by().values("project", "day")
    # What was deleted may still be there, as a row that takes the seconds away again.
    return days.annotate(all=Sum("seconds")).filter(all__gt=0).values_list("project", "day")
