"""A week of a person as the grid shows it: days, rows, cells and their totals, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import now, start_of_day
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timesheets.holding import CellKey, Held, held_in, last_of_week, locks_in
from workstate.timesheets.keys import RowKey
from workstate.timesheets.models import TimesheetRow
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries.lines import task_in_sight


@dataclass(slots=True)
class Sum:
    """Seconds up to now; `since` is when a timer would have to have begun to have counted those that run."""

    base: int = 0
    running: int = 0
    since: datetime | None = None

    @property
    def seconds(self) -> int:
        return self.base + self.running

    def add(self, held: Held, at: datetime) -> None:
        """A timer's seconds of earlier days stand still."""
        self.base += held.seconds
        if held.is_running:
            self.running += held.running
            self.since = at - timedelta(seconds=held.running)
        else:
            self.base += held.running


@dataclass(slots=True)
class Cell:
    day: date
    held: Held
    total: Sum
    lock: str = ""

    @property
    def is_many(self) -> bool:
        return len(self.held.parts) > 1


@dataclass(slots=True)
class Line:
    """A row of the week."""

    key: RowKey
    task: Task | None
    project: Project | None
    is_placed: bool
    cells: list[Cell] = field(default_factory=list)
    total: Sum = field(default_factory=Sum)

    @property
    def name(self) -> str:
        return name_of(self.key, self.task, self.project)

    @property
    def is_empty(self) -> bool:
        return not self.total.seconds and self.total.since is None

    @property
    def order(self) -> tuple[object, ...]:
        """By project, what is of none last; within it time on no task first, then by title."""
        project = self.project
        name = (project is None, project.name.casefold() if project else "", str(project.pk) if project else "")
        return (*name, self.task is not None, self.task.title.casefold() if self.task else "", str(self.key))


@dataclass(slots=True)
class Column:
    """A day of the week."""

    day: date
    working: int
    lock: str
    total: Sum = field(default_factory=Sum)


@dataclass(slots=True)
class Week:
    actor: Actor
    first: date
    last: date
    today: date
    columns: list[Column]
    lines: list[Line]
    total: Sum

    @property
    def working(self) -> int:
        """Seconds that the person works in the week, as they have said."""
        return sum(column.working for column in self.columns)

    @property
    def is_locked(self) -> bool:
        return all(column.lock for column in self.columns)

    @property
    def is_present(self) -> bool:
        return self.first <= self.today <= self.last

    @property
    def turns_at(self) -> datetime:
        """The instant at which the person's next day begins and a running timer goes on in another cell."""
        return start_of_day(self.today + timedelta(days=1), self.actor.zone)

    @property
    def number(self) -> int:
        """Of the ISO week that most of it lies in."""
        return (self.first + timedelta(days=3)).isocalendar().week


def name_of(key: RowKey, task: Task | None, project: Project | None) -> str:
    """What a row is called; a task that has gone where the person does not see it is not named."""
    if task:
        return task.title
    if key.task:
        return _("A task that you no longer see")
    return project.name if project else _("Without a project")


def week_at(first: date, actor: Actor) -> Week:
    """The actor's own week that begins on the day. Six queries, however many rows and entries there are."""
    at, last = now(), last_of_week(first)
    held = held_in(actor, first, last, at)
    locks = locks_in(actor, first, last)
    working = actor.user.working_week
    days = [first + timedelta(days=number) for number in range(7)]
    columns = [Column(day, working.seconds_on(day), locks.get(day, "")) for day in days]
    total = Sum()
    lines = sorted(_lines(actor, first, last, held).values(), key=lambda line: line.order)
    nothing = Held()
    for line in lines:
        for column in columns:
            one = held.get((line.key, column.day), nothing)
            cell = Cell(column.day, one, Sum(), column.lock)
            line.cells.append(cell)
            for whole in (cell.total, line.total, column.total, total):
                whole.add(one, at)
    return Week(actor, first, last, at.astimezone(actor.zone).date(), columns, lines, total)


def _lines(actor: Actor, first: date, last: date, held: Mapping[CellKey, Held]) -> dict[RowKey, Line]:
    """Rows with time, named by their own entries, and those that stand there without."""
    lines: dict[RowKey, Line] = {}
    for row in TimesheetRow.objects.visible_to(actor).within(first, last).select_related("task__project", "project"):
        project = row.task.project if row.task else row.project
        lines[row.key] = Line(row.key, row.task, project, is_placed=True)
    if missing := {key: one for (key, _day), one in held.items() if key not in lines}:
        lines |= _named_by_entries(actor, missing)
    return lines


def _named_by_entries(actor: Actor, missing: Mapping[RowKey, Held]) -> dict[RowKey, Line]:
    own = TimeEntry.objects.visible_to(actor).of(actor.user).kept().select_related("task__project", "project")
    entries = own.annotate(sees_task=task_in_sight(actor))
    ids: set[UUID] = {part.entry for held in missing.values() for part in held.parts[:1]}
    named = entries.filter(pk__in=ids)
    if any(not held.parts for held in missing.values()):
        named = named | entries.running()
    lines = {}
    for entry in named:
        key = RowKey.of(entry.task_id, entry.project_id)
        if key in missing:
            is_named = entry.task is None or getattr(entry, "sees_task", False)
            home = entry.task.project if entry.task else entry.project
            lines[key] = Line(key, entry.task if is_named else None, home if is_named else None, is_placed=False)
    return lines
