"""
How much people have to do on the days of a week, against the hours that they work.

Planned is what is left of the estimates of open tasks on the day on which they are due; what is overdue counts today.
Several assignees share a task evenly. Only tasks and time that the actor sees count: of what lies in somebody's inbox
nobody else learns, and of the time of others administrators alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest

from workstate.core.actor import Actor, Role
from workstate.core.clock import day_of, now, week_of
from workstate.tasks.models import Task, TaskAssignee, TaskQuerySet
from workstate.timetracking.models import DayShare, TimeEntry
from workstate.workspaces.models import Membership

MOST_TASKS = 200


@dataclass(slots=True)
class Cell:
    """A person's day. Lengths are seconds; `tracked` is None where the actor may not know."""

    day: date
    works: int = 0
    planned: int = 0
    tasks: int = 0
    unestimated: int = 0
    tracked: int | None = None

    @property
    def over(self) -> int:
        return max(0, self.planned - self.works)

    def add(self, row: dict[str, Any]) -> None:
        self.planned += row["planned"] or 0
        self.tasks += row["tasks"]
        self.unestimated += row["unestimated"]


@dataclass
class Line:
    """A person with their week; without a member, what nobody has taken."""

    member: Membership | None
    cells: list[Cell]
    total: Cell = field(init=False)

    def __post_init__(self) -> None:
        self.total = Cell(self.cells[0].day)

    def sum_up(self) -> None:
        for cell in self.cells:
            self.total.works += cell.works
            self.total.planned += cell.planned
            self.total.tasks += cell.tasks
            self.total.unestimated += cell.unestimated
            if cell.tracked is not None:
                self.total.tracked = (self.total.tracked or 0) + cell.tracked

    @property
    def key(self) -> str:
        return str(self.member.pk) if self.member else "nobody"


@dataclass(frozen=True, slots=True)
class Planned:
    """A task in a cell: what is left of it, and how much of that is this person's."""

    task: Task
    left: int | None
    share: int | None
    sharers: int


@dataclass(frozen=True, slots=True)
class Capacity:
    first: date
    last: date
    today: date
    lines: list[Line]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=place) for place in range(7)]


def capacity_of(actor: Actor, day: date, at: datetime | None = None) -> Capacity:
    """The week, as the actor counts weeks, that holds the day. Five queries, however many people and tasks there are."""
    at = at or now()
    today = day_of(at, actor.zone)
    first, last = week_of(day, actor.first_weekday)
    days = [first + timedelta(days=place) for place in range(7)]
    lines = [_line(member, days, actor) for member in people(actor)]
    by_member = {line.member.pk: line for line in lines if line.member}
    mine = next(line for line in lines if line.member and line.member.user_id == actor.user.pk)
    nobody = Line(None, [Cell(one) for one in days])
    for row in _assigned(actor, first, last, today, "member", "day"):
        if line := by_member.get(row["member"]):
            line.cells[(row["day"] - first).days].add(row)
    for row in _unassigned(actor, first, last, today):
        (mine if row["in_inbox"] else nobody).cells[(row["day"] - first).days].add(row)
    by_user = {line.member.user_id: line for line in lines if line.member}
    for user, on, seconds in _tracked(actor, first, last, at):
        if line := by_user.get(user):
            cell = line.cells[(on - first).days]
            cell.tracked = (cell.tracked or 0) + seconds
    if any(cell.tasks for cell in nobody.cells):
        lines.append(nobody)
    for line in lines:
        line.sum_up()
    return Capacity(first, last, today, lines)


def people(actor: Actor) -> list[Membership]:
    """Whoever can be given the tasks of the workspace, oneself first; a guest is alone."""
    rows = Membership.objects.visible_to(actor).filter(Q(user=actor.user) | ~Q(role=Role.GUEST), user__is_active=True)
    return sorted(
        rows.select_related("user"), key=lambda one: (one.user_id != actor.user.pk, str(one.user).casefold(), one.pk)
    )


def planned_in(actor: Actor, first: date, last: date, at: datetime | None = None) -> dict[UUID | None, int]:
    """Seconds planned for each user on these days, by the same rules; None: what nobody has taken. Two queries."""
    today = day_of(at or now(), actor.zone)
    planned: dict[UUID | None, int] = {}
    for row in _assigned(actor, first, last, today, "member__user"):
        planned[row["member__user"]] = planned.get(row["member__user"], 0) + (row["planned"] or 0)
    for row in _unassigned(actor, first, last, today):
        user = actor.user.pk if row["in_inbox"] else None
        planned[user] = planned.get(user, 0) + (row["planned"] or 0)
    return planned


def tasks_in(actor: Actor, member: Membership | None, day: date, at: datetime | None = None) -> list[Planned]:
    """What fills a cell, most urgent first; 200 at most. Three queries."""
    today = day_of(at or now(), actor.zone)
    rows = _open(actor, day, day, today)
    if member is None:
        rows = rows.filter(project__isnull=False, assignees=None)
    elif member.user_id == actor.user.pk:
        rows = rows.filter(Q(assignees=member) | Q(assignees=None, project=None))
    else:
        rows = rows.filter(assignees=member)
    rows = rows.annotate(tracked=_spent("pk", actor), sharers=_sharers("pk"))
    found = rows.select_related("project").order_by("due_on", F("due_time").asc(nulls_last=True), "priority", "pk")
    return [_planned(task) for task in found[:MOST_TASKS]]


def _planned(task: Any) -> Planned:
    sharers = max(1, task.sharers)
    if task.estimate is None:
        return Planned(task, None, None, sharers)
    left = max(0, task.estimate - task.tracked)
    return Planned(task, left, left // sharers, sharers)


def _line(member: Membership, days: Sequence[date], actor: Actor) -> Line:
    week = member.user.working_week
    sees = actor.administers or member.user_id == actor.user.pk
    return Line(member, [Cell(day, week.seconds_on(day), tracked=0 if sees else None) for day in days])


def _open(actor: Actor, first: date, last: date, today: date) -> TaskQuerySet:
    """Open tasks of these days: those due on them, and with today among them what is overdue. What is past is no plan."""
    rows = Task.objects.visible_to(actor).open()
    if last < today:
        return rows.none()
    return rows.filter(due_on__lte=last) if first <= today else rows.filter(due_on__gte=first, due_on__lte=last)


def _assigned(actor: Actor, first: date, last: date, today: date, *by: str) -> Any:
    tasks = _open(actor, first, last, today)
    rows: Any = TaskAssignee.objects.filter(task__in=tasks.order_by().values("pk"))
    rows = rows.annotate(day=_day("task__due_on", today), left=_left("task__estimate", "task", actor))
    rows = rows.annotate(part=F("left") / Greatest(_sharers("task"), 1))
    return _added(rows.values(*by), "part", "task__estimate")


def _unassigned(actor: Actor, first: date, last: date, today: date) -> Any:
    rows: Any = _open(actor, first, last, today).filter(assignees=None).order_by()
    rows = rows.annotate(day=_day("due_on", today), left=_left("estimate", "pk", actor))
    rows = rows.annotate(in_inbox=ExpressionWrapper(Q(project=None), BooleanField()))
    return _added(rows.values("in_inbox", "day"), "left", "estimate")


def _added(rows: Any, part: str, estimate: str) -> Any:
    return rows.annotate(
        planned=Sum(part), tasks=Count("pk"), unestimated=Count("pk", filter=Q(**{f"{estimate}__isnull": True}))
    ).order_by()


def _day(due: str, today: date) -> Greatest:
    return Greatest(F(due), Value(today, DateField()))


def _left(estimate: str, task: str, actor: Actor) -> Greatest:
    return Greatest(Coalesce(F(estimate), 0) - _spent(task, actor), 0, output_field=IntegerField())


def _spent(task: str, actor: Actor) -> Coalesce:
    finished = TimeEntry.objects.visible_to(actor).finished().filter(task=OuterRef(task)).order_by()
    return Coalesce(Subquery(finished.values("task").annotate(all=Sum("duration")).values("all")), 0)


def _sharers(task: str) -> Coalesce:
    rows = TaskAssignee.objects.filter(task=OuterRef(task)).order_by().values("task")
    return Coalesce(Subquery(rows.annotate(all=Count("pk")).values("all")), 0)


def _tracked(actor: Actor, first: date, last: date, at: datetime) -> list[tuple[UUID, date, int]]:
    """Finished time by person and day, and what runs on the day on which it began."""
    shares = DayShare.objects.visible_to(actor).between(first, last).order_by()
    found = list(shares.values("user", "day").annotate(sum=Sum("seconds")).values_list("user", "day", "sum"))
    running = TimeEntry.objects.visible_to(actor).running().between(first, last)
    return found + [(entry.user_id, entry.day, entry.seconds_at(at)) for entry in running]
