"""
What people have done and begun, by their own days: tasks completed, in time or late, and created.

Every time that a repeating task was done counts as a completed task. Only tasks count that the reader sees and that are
not in the bin: of what lies in somebody's inbox nobody else learns, an administrator neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.clock import FIRST_DAY, day_of
from workstate.reports.asking.keys import start_of_sql
from workstate.reports.bars import Step
from workstate.reports.periods import Period
from workstate.reports.work.local_days import LocalDays
from workstate.tasks.models import Completion, Task
from workstate.timetracking.models import TimeEntry


@dataclass(slots=True)
class Done:
    """Tasks. `on_time` and `late` are those of the completed that had a due date."""

    completed: int = 0
    created: int = 0
    on_time: int = 0
    late: int = 0

    def add(self, other: Done) -> None:
        self.completed += other.completed
        self.created += other.created
        self.on_time += other.on_time
        self.late += other.late

    @property
    def dated(self) -> int:
        return self.on_time + self.late


@dataclass(frozen=True, slots=True)
class Accomplished:
    """Added up by what one asks; `by_start` by the first day of each day, week, month or year."""

    total: Done = field(default_factory=Done)
    by_start: defaultdict[date, Done] = field(default_factory=lambda: defaultdict(Done))
    by_person: defaultdict[UUID, Done] = field(default_factory=lambda: defaultdict(Done))
    by_project: defaultdict[UUID | None, Done] = field(default_factory=lambda: defaultdict(Done))


@dataclass(frozen=True, slots=True)
class Spans:
    """
    Seconds from creation to completion (lead) and from the first clocked time to completion (cycle): the median, and what
    nine of ten tasks stayed within. `tasks` and `cycled` say of how many.
    """

    tasks: int = 0
    lead: int | None = None
    lead_of_most: int | None = None
    cycled: int = 0
    cycle: int | None = None
    cycle_of_most: int | None = None


def done_by(people: Sequence[User], period: Period, actor: Actor, step: Step) -> Accomplished:
    """
    What they completed and created in the period: one query. In time is what was completed on or before the day on which it
    was due, by the calendar of the person who completed it.
    """
    found = Accomplished()
    if not people:
        return found
    local = LocalDays.of(people, period)
    done, done_params = _completed(people, local, actor)
    new, new_params = _created(people, local, actor)
    day = local.day_of("happened.at")
    sql = f"""
    WITH happened AS ({done} UNION ALL {new}), dated AS (
        SELECT happened.user_id, happened.project_id, happened.due_on, happened.is_done, {day} AS day
        FROM happened JOIN {local.sql} ON {local.on("happened.user_id", "happened.at")}
    ), placed AS (SELECT *, {start_of_sql(step, period.first_weekday, "day")} AS start FROM dated)
    SELECT GROUPING(start), GROUPING(user_id), GROUPING(project_id), start, user_id, project_id,
           COUNT(*) FILTER (WHERE is_done), COUNT(*) FILTER (WHERE NOT is_done),
           COUNT(*) FILTER (WHERE is_done AND day <= due_on), COUNT(*) FILTER (WHERE is_done AND day > due_on)
    FROM placed GROUP BY GROUPING SETS ((start), (user_id), (project_id))
    """  # nosec B608: put together of constants and of what Django wrote
    with connection.cursor() as cursor:
        cursor.execute(sql, (*done_params, *new_params, *local.params))
        for no_start, no_user, no_project, start, user, project, *counts in cursor.fetchall():
            counted = Done(*counts)
            if not no_start:
                found.by_start[start].add(counted)
                found.total.add(counted)
            elif not no_user:
                found.by_person[user].add(counted)
            elif not no_project:
                found.by_project[project].add(counted)
    return found


def days_of_completion(people: Sequence[User], actor: Actor, today: date) -> dict[UUID, set[date]]:
    """All days up to tomorrow on which each completed something. Three queries."""
    days: defaultdict[UUID, set[date]] = defaultdict(set)
    if not people:
        return days
    # Nobody completed anything before the first completion in the workspace, which an index knows at once.
    ends = Task.objects.filter(workspace=actor.workspace, completed_at__isnull=False).order_by("completed_at")
    times = Completion.objects.filter(workspace=actor.workspace).order_by("completed_at")
    firsts = [rows.values_list("completed_at", flat=True).first() for rows in (ends, times)]
    begun = min(filter(None, firsts), default=None)
    if begun is None:
        return days
    earliest = max(FIRST_DAY, day_of(begun, people[0].zone) - timedelta(days=2))
    local = LocalDays.of(people, Period(earliest, max(earliest, today + timedelta(days=1))))
    done, params = _completed(people, local, actor)
    sql = f"""
    SELECT happened.user_id, {local.day_of("happened.at")}
    FROM ({done}) happened JOIN {local.sql} ON {local.on("happened.user_id", "happened.at")}
    GROUP BY 1, 2
    """  # nosec B608: as above
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, *local.params))
        for user, day in cursor.fetchall():
            days[user].add(day)
    return days


def spans_of(people: Sequence[User], period: Period, actor: Actor) -> Spans:
    """
    How long the tasks took that they completed in the period. One query.

    Repeating tasks are left out, since they are not created anew; so is what was said to be done before it was created, as
    an import may. Cycle time is known of tasks with clocked time before their completion, of all that the reader sees.
    Percentiles lie between two tasks as they do on a line (SQL's percentile_cont).
    """
    if not people:
        return Spans()
    local = LocalDays.of(people, period)
    tasks = Task.objects.visible_to(actor).kept().filter(completed_by__in=people, recurrence=None)
    tasks = tasks.completed_between(local.begins, local.ends).order_by()
    once, params = tasks.values("id", "completed_by_id", "created_at", "completed_at").query.sql_with_params()
    clocked = TimeEntry.objects.visible_to(actor).kept().filter(started_at__isnull=False, task__isnull=False)
    begun, begun_params = clocked.order_by().values("task_id", "started_at").query.sql_with_params()
    sql = f"""
    WITH task AS MATERIALIZED (
        SELECT once.id, once.created_at, once.completed_at
        FROM ({once}) once JOIN {local.sql} ON {local.on("once.completed_by_id", "once.completed_at")}
    ), begun AS (
        SELECT entry.task_id, MIN(entry.started_at) AS at
        FROM task JOIN ({begun}) entry ON entry.task_id = task.id AND entry.started_at <= task.completed_at
        GROUP BY 1
    ), took AS (
        SELECT CASE WHEN completed_at >= created_at THEN DATE_PART('epoch', completed_at - created_at) END AS lead,
               DATE_PART('epoch', completed_at - begun.at) AS cycle
        FROM task LEFT JOIN begun ON begun.task_id = task.id
    )
    SELECT COUNT(lead), COUNT(cycle),
           PERCENTILE_CONT(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY lead),
           PERCENTILE_CONT(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY cycle)
    FROM took
    """  # nosec B608: as above
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, *local.params, *begun_params))
        tasks_count, cycled, leads, cycles = cursor.fetchone()
    lead, lead_of_most = _whole(leads)
    cycle, cycle_of_most = _whole(cycles)
    return Spans(tasks_count, lead, lead_of_most, cycled, cycle, cycle_of_most)


def _whole(found: Sequence[float] | None) -> tuple[int | None, int | None]:
    if not found or found[0] is None:
        return None, None
    return round(found[0]), round(found[1])


def _completed(people: Sequence[User], local: LocalDays, actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """As SQL: user_id, at, project_id, due_on, is_done of tasks that ended, and of the times that repeating ones were done."""
    seen = Task.objects.visible_to(actor).kept().order_by()
    ended = seen.filter(completed_by__in=people).completed_between(local.begins, local.ends)
    once, params = ended.values("completed_by_id", "completed_at", "project_id", "due_on").query.sql_with_params()
    times = Completion.objects.filter(
        workspace=actor.workspace,
        completed_by__in=people,
        completed_at__gte=local.begins,
        completed_at__lt=local.ends,
        task__in=seen.values("pk"),
    ).order_by()
    again, more = times.values("completed_by_id", "completed_at", "task__project_id", "due_on").query.sql_with_params()
    ended_rows = f"SELECT o.*, true AS is_done FROM ({once}) o (user_id, at, project_id, due_on)"  # nosec B608: as above
    times_rows = f"SELECT a.*, true AS is_done FROM ({again}) a (user_id, at, project_id, due_on)"  # nosec B608: as above
    return f"{ended_rows} UNION ALL {times_rows}", (*params, *more)


def _created(people: Sequence[User], local: LocalDays, actor: Actor) -> tuple[str, tuple[Any, ...]]:
    made = Task.objects.visible_to(actor).kept().order_by().filter(created_by__in=people)
    made = made.filter(created_at__gte=local.begins, created_at__lt=local.ends)
    inner, params = made.values("created_by_id", "created_at", "project_id").query.sql_with_params()
    rows = f"SELECT n.*, NULL::date AS due_on, false AS is_done FROM ({inner}) n (user_id, at, project_id)"  # nosec B608: as above
    return rows, params
