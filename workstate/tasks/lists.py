"""The pages of tasks: which groups stand on each, and what it says when there is nothing. The project's is in project_list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.tasks import queries
from workstate.tasks.extensions import tracked_on
from workstate.tasks.models import Label, Task
from workstate.tasks.rows import Empty, Group, Page, Plan, Row, rows_of
from workstate.tasks.words import DueWords, days_ahead

SPANS = (7, 14, 30)
MOST_DEFERRED = 100

End = tuple[datetime, UUID, UUID | None]
"""When which task ended; of one that repeats, which time it was."""


def today_page(actor: Actor) -> Page:
    """What is overdue, what is due, what is done; planned and tracked against the hours of the day."""
    formats = Formats.of(actor.user)
    day = formats.today
    tasks = list(queries.of_the_day(actor, day))
    overdue = [task for task in tasks if not task.completed_at and task.due_on and task.due_on < day]
    due = [task for task in tasks if not task.completed_at and task.due_on == day]
    done = rows_of(
        sorted((t for t in tasks if t.completed_at), key=_completed_at, reverse=True),
        actor,
        formats,
        hide=day,
        done=True,
        with_parent=True,
    )
    late = rows_of(overdue, actor, formats, day_only=True, with_parent=True)
    groups = [
        Group("overdue", _("Overdue"), late, move_to_today=True),
        Group("today", _("Today"), rows_of(due, actor, formats, hide=day, with_parent=True)),
        Group("completed", _("Completed today"), done, folded=True, tracked=_tracked(done)),
    ]
    tracked = tracked_on(actor, day)
    planned = sum(task.estimate or 0 for task in overdue + due) + sum(row.task.estimate or 0 for row in done)
    shown = [group for group in groups if group.rows]
    return Page(
        name="today",
        heading=_("Today"),
        subtitle=formats.full_day(day),
        groups=shown,
        plan=Plan(planned, tracked, actor.user.workday_seconds) if planned or tracked else None,
        place="due=today",
        empty=Empty("sun", _("Nothing is due today. Plan something, or look at what is coming."), _("Add a task")),
    )


def inbox_page(actor: Actor, *, limit: int) -> Page:
    formats = Formats.of(actor.user)
    tasks, more = first_of(queries.listed(queries.inbox(actor), actor), limit)
    rows = rows_of(tasks, actor, formats)
    groups = [Group("inbox", _("To sort"), rows, values={"project": "", "section": "", "parent": ""}, wide_due=True)]
    return Page(
        name="inbox",
        heading=_("Inbox"),
        groups=[*groups, *deferred_group(actor, formats, project=None)],
        more=more,
        place="list=inbox",
        hides_project=True,
        empty=Empty("inbox", _("What has no project yet lands here. Only you see it."), _("Add a task")),
    )


def deferred_group(actor: Actor, formats: Formats, *, project: Any) -> list[Group]:
    """What is out of sight for now, folded at the foot; no group when there is nothing."""
    tasks = list(queries.deferred(actor, project)[:MOST_DEFERRED])
    rows = rows_of(tasks, actor, formats, deferred=True)
    return [Group("deferred", _("Deferred"), rows, folded=True, wide_due=True)] if rows else []


def upcoming_page(actor: Actor, *, days: int) -> Page:
    """Day by day from tomorrow on."""
    formats = Formats.of(actor.user)
    first = formats.today + timedelta(days=1)
    tasks = list(queries.upcoming(actor, first, first + timedelta(days=days - 1)))
    by_day = {day: list(due) for day, due in groupby(tasks, key=lambda task: task.due_on)}
    groups = [
        Group(
            key=day.isoformat(),
            title=formats.full_day(day),
            rows=rows_of(by_day[day], actor, formats, hide=day, with_parent=True),
            note=_("tomorrow") if day == first else "",
        )
        for day in days_ahead(first, days)
        if day in by_day
    ]
    return Page(
        name="upcoming",
        heading=_("Upcoming"),
        groups=groups,
        place="due=tomorrow",
        extra={"spans": SPANS, "days": days},
        empty=Empty("calendar-days", _("Nothing is due in the next %(days)d days.") % {"days": days}, _("Add a task")),
    )


def completed_page(actor: Actor, *, limit: int) -> Page:
    """Everything that was completed or cancelled, and each time that a repeating task was done: the newest day first."""
    formats = Formats.of(actor.user)
    ends, more = _ends(actor, limit)
    tasks = {task.pk: task for task in queries.listed(queries.kept(actor).filter(pk__in={e[1] for e in ends}), actor)}
    groups = []
    for day, together in groupby(ends, key=lambda end: end[0].astimezone(actor.zone).date()):
        rows = [row for end in together for row in _ended(end, tasks, actor, formats, day)]
        groups.append(Group(day.isoformat(), formats.full_day(day), rows, tracked=_tracked(rows)))
    return Page(
        name="completed",
        heading=_("Completed"),
        groups=[group for group in groups if group.rows],
        more=more,
        adds=False,
        empty=Empty("circle-check", _("Nothing is completed yet. Tick a task and it will stand here.")),
    )


def _ends(actor: Actor, limit: int) -> tuple[list[End], str]:
    """When what ended: the moment, the task and, of one that repeats, which time it was. Each kind by its own index."""
    kept = queries.kept(actor)
    done = kept.filter(completed_at__isnull=False).order_by("-completed_at", "-id").values_list("completed_at", "pk")
    off = kept.filter(cancelled_at__isnull=False).order_by("-cancelled_at", "-id").values_list("cancelled_at", "pk")
    times = queries.completions(actor).values_list("completed_at", "task_id", "pk")
    ends: list[End] = [(at, pk, None) for rows in (done, off) for at, pk in rows[: limit + 1] if at]
    ends += times[: limit + 1]
    ends.sort(key=lambda end: end[0], reverse=True)
    return ends[:limit], str(limit * 2) if len(ends) > limit else ""


def _ended(end: End, tasks: dict[UUID, Task], actor: Actor, formats: Formats, day: date) -> list[Row]:
    at, pk, completion = end
    if pk not in tasks:  # It went into the bin between two queries.
        return []
    (row,) = rows_of([tasks[pk]], actor, formats, hide=day, done=True, with_parent=True)
    if completion is None:
        return [row]
    said = formats.time(formats.local(at).time())
    words = DueWords(said, said, _("Completed %s") % formats.exact(at), at.isoformat(), overdue=False)
    # What the task is now stands elsewhere; its time is told once, where it ends.
    return [
        replace(row, due=words, key=f"completion-{completion}", once=True, tracked=0, seconds=0, running_since=None)
    ]


def assigned_page(actor: Actor, *, limit: int) -> Page:
    formats = Formats.of(actor.user)
    tasks, more = first_of(queries.listed(queries.assigned(actor), actor), limit)
    rows = rows_of(tasks, actor, formats, with_parent=True)
    return Page(
        name="assigned",
        heading=_("Assigned to me"),
        groups=[Group("assigned", _("Open"), rows, wide_due=True)],
        more=more,
        adds=False,
        empty=Empty("user-check", _("Nothing is assigned to you. What people give you to do stands here.")),
    )


def label_page(actor: Actor, label: Label, *, limit: int) -> Page:
    formats = Formats.of(actor.user)
    tasks, more = first_of(queries.with_label(actor, label), limit)
    return Page(
        name="label",
        heading=label.name,
        subtitle=_("Label"),
        groups=[Group("label", _("Open"), rows_of(tasks, actor, formats, with_parent=True), wide_due=True)],
        more=more,
        place=f"label={label.pk}",
        extra={"label": label},
        empty=Empty("tag", _("No open task carries this label."), _("Add a task")),
    )


def first_of(tasks: QuerySet[Task], limit: int) -> tuple[list[Task], str]:
    """The first of them and, when there are more, how many to ask for next."""
    found = list(tasks[: limit + 1])
    return found[:limit], str(limit * 2) if len(found) > limit else ""


def _tracked(rows: Iterable[Row]) -> int:
    return sum(row.tracked for row in rows)


def _completed_at(task: Task) -> float:
    return task.completed_at.timestamp() if task.completed_at else 0
