"""What the time room reads: days with their totals, the week, what was tracked on tasks, what was done last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from workstate.core.actor import Actor
from workstate.core.clock import FIRST_DAY, LAST_DAY, today, week_of
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry, TimeEntryQuerySet

DAYS_SHOWN = 14
LONGEST_PERIOD = 92  # days on one page; what is earlier has a page of its own
RECENT = 100
AT_HAND = 5
TASKS_OFFERED = 60


@dataclass(frozen=True)
class Period:
    """Days of the person, both included; no last day means up to now and what was written down ahead."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Total:
    """Finished seconds, and since when a timer adds to them."""

    seconds: int = 0
    running_since: datetime | None = None


@dataclass
class Line:
    """An entry in a list."""

    entry: TimeEntry
    overlaps: bool = False


@dataclass
class Day:
    date: date
    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> Total:
        entries = [line.entry for line in self.lines]
        since = next((entry.started_at for entry in entries if entry.is_running), None)
        return Total(sum(entry.duration or 0 for entry in entries), since)


@dataclass(frozen=True)
class Days:
    """The time page: days newest first, the totals on top, and where earlier days are."""

    period: Period
    days: list[Day]
    today: date
    today_total: Total
    week_total: Total
    earlier: Period | None

    @property
    def earlier_is_a_page(self) -> bool:
        return self.earlier is not None and self.earlier.last is not None and self.earlier.last != self.period.last


def latest_period(actor: Actor) -> Period:
    return Period(today(actor.zone) - timedelta(days=DAYS_SHOWN - 1))


def period_asked(asked: Mapping[str, Any], actor: Actor) -> Period:
    """The period of `since` and `until` (ISO days) in an address; the last days where they say nothing sensible."""
    first, last = _day(asked.get("since")), _day(asked.get("until"))
    if first is None or (last is not None and last < first):
        return latest_period(actor)
    end = last or today(actor.zone)
    return Period(max(first, end - timedelta(days=LONGEST_PERIOD + DAYS_SHOWN)), last)


def own_entries(actor: Actor) -> TimeEntryQuerySet:
    """The actor's own kept entries in the workspace, with what a row shows of them."""
    return TimeEntry.objects.visible_to(actor).of(actor.user).kept().select_related("task", "project", "workspace")


def days_in(actor: Actor, period: Period) -> Days:
    """The actor's own days, newest first, each with its total. Five queries, however many entries there are."""
    entries = own_entries(actor).filter(day__gte=period.first).newest_first().prefetch_related("labels")
    if period.last is not None:
        entries = entries.filter(day__lte=period.last)
    days: dict[date, Day] = {}
    for entry in entries:
        days.setdefault(entry.day, Day(entry.day)).lines.append(Line(entry))
    _mark_overlaps(line for day in days.values() for line in day.lines)
    now_day = today(actor.zone)
    first, last = week_of(now_day, actor.user.first_weekday)
    totals = day_totals(actor, first, last)
    running = own_entries(actor).running().between(first, last).first()
    since = running.started_at if running else None
    return Days(
        period=period,
        days=list(days.values()),
        today=now_day,
        today_total=Total(totals.get(now_day, 0), since if running and running.day == now_day else None),
        week_total=Total(sum(totals.values()), since),
        earlier=_earlier(actor, period),
    )


def day_totals(actor: Actor, first: date, last: date) -> dict[date, int]:
    """Finished seconds of the actor by day; the days are the person's own, fixed when an entry is written."""
    finished = TimeEntry.objects.visible_to(actor).of(actor.user).finished().between(first, last)
    return dict(finished.order_by().values("day").annotate(total=Sum("duration")).values_list("day", "total"))


def week_total(actor: Actor, day: date) -> int:
    """Finished seconds of the actor in the week, as the person counts weeks, that holds the day."""
    return sum(day_totals(actor, *week_of(day, actor.user.first_weekday)).values())


def with_tracked(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """The tasks with `tracked`: seconds of the finished entries that the actor may see."""
    finished = TimeEntry.objects.visible_to(actor).finished().filter(task=OuterRef("pk")).order_by()
    total = finished.values("task").annotate(total=Sum("duration")).values("total")
    return tasks.annotate(tracked=Coalesce(Subquery(total), 0))


def task_entries(task: Task, actor: Actor, *, most: int = 20) -> list[TimeEntry]:
    """The newest entries on the task that the actor may see, each with who worked."""
    entries = TimeEntry.objects.visible_to(actor).kept().filter(task=task).select_related("user")
    return list(entries.newest_first()[:most])


def line_of(entry: TimeEntry, actor: Actor) -> Line:
    """One entry as the list shows it."""
    row = own_entries(actor).prefetch_related("labels").get(pk=entry.pk)
    return Line(row, overlaps=_overlapping(row, actor).exists())


def entries_at_hand(actor: Actor, *, but: TimeEntry | None = None) -> list[TimeEntry]:
    """
    The last distinct things that time went into (words, task, project), newest first, as many as fit under a button.

    Left out are what has no name, tasks that are done, and what `but` is about.
    """
    found: dict[tuple[object, ...], TimeEntry] = {}
    for entry in _recent(actor):
        if but is not None and _about(entry) == _about(but):
            continue
        if entry.task is None and not entry.description and entry.project is None:
            continue
        if entry.task is not None and (entry.task.deleted_at or entry.task.completed_at):
            continue
        found.setdefault(_about(entry), entry)
        if len(found) == AT_HAND:
            break
    return list(found.values())


def tasks_at_hand(actor: Actor, *, current: Task | None = None) -> list[Task]:
    """Open tasks to choose from: what time went into lately first, then what is due. `current` is always among them."""
    lately = [entry.task_id for entry in _recent(actor) if entry.task_id]
    visible = Task.objects.visible_to(actor).select_related("project")
    recent = {task.pk: task for task in visible.open().filter(pk__in=lately)}
    tasks = {current.pk: current} if current else {}
    tasks |= {pk: recent[pk] for pk in lately if pk in recent}
    tasks |= {task.pk: task for task in visible.open().by_urgency()[:TASKS_OFFERED]}
    return list(tasks.values())[:TASKS_OFFERED]


def projects_to_choose(actor: Actor, *, current: Project | None = None) -> list[Project]:
    """Active projects; `current` even when it has been archived since."""
    projects = list(Project.objects.visible_to(actor).active().by_position())
    return projects if current is None or current in projects else [current, *projects]


def _recent(actor: Actor) -> list[TimeEntry]:
    # Ordered as the index `entry_recent` is; what is distinct among a hundred rows is quicker found here than by sorting all.
    return list(own_entries(actor).filter(started_at__isnull=False).order_by("-started_at")[:RECENT])


def _about(entry: TimeEntry) -> tuple[object, ...]:
    return entry.description.casefold(), entry.task_id, entry.project_id


def _earlier(actor: Actor, period: Period) -> Period | None:
    before = (
        TimeEntry.objects.visible_to(actor).of(actor.user).kept().filter(day__lt=period.first).order_by("-day")
    ).values_list("day", flat=True)
    newest = before.first()
    if newest is None:
        return None
    first = max(FIRST_DAY, newest - timedelta(days=DAYS_SHOWN - 1))
    end = period.last or today(actor.zone)
    if (end - first).days > LONGEST_PERIOD:
        return Period(first, newest)
    return Period(first, period.last)


def _mark_overlaps(lines: Iterable[Line]) -> None:
    clocked = sorted(
        (line for line in lines if line.entry.started_at), key=lambda line: (line.entry.started_at, line.entry.pk)
    )
    furthest: Line | None = None
    for line in clocked:
        if furthest is not None and _ends_after(furthest.entry, line.entry.started_at):
            line.overlaps = furthest.overlaps = True
        if furthest is None or _ends_after(line.entry, furthest.entry.stopped_at):
            furthest = line


def _ends_after(entry: TimeEntry, instant: datetime | None) -> bool:
    """Whether it still went on after the instant; None stands for now, when a running one still goes on."""
    if entry.stopped_at is None:
        return True
    return instant is not None and entry.stopped_at > instant


def _overlapping(entry: TimeEntry, actor: Actor) -> TimeEntryQuerySet:
    others = own_entries(actor).exclude(pk=entry.pk)
    if entry.started_at is None:
        return others.none()
    if entry.stopped_at is not None:
        others = others.filter(started_at__lt=entry.stopped_at)
    return others.filter(Q(stopped_at=None) | Q(stopped_at__gt=entry.started_at), started_at__isnull=False)


def _day(text: object) -> date | None:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
