"""The pages of tasks: which groups stand on each, and what it says when there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.projects.models import Favourite, Project, Section
from workstate.projects.policies import can_edit_project
from workstate.tasks import queries
from workstate.tasks.extensions import tracked_on
from workstate.tasks.models import Label, Task
from workstate.tasks.rows import Empty, Group, Page, Plan, Row, rows_of
from workstate.tasks.words import days_ahead

SPANS = (7, 14, 30)
LAST_COMPLETED = 20


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
    )
    groups = [
        Group("overdue", _("Overdue"), rows_of(overdue, actor, formats, day_only=True), move_to_today=True),
        Group("today", _("Today"), rows_of(due, actor, formats, hide=day)),
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
    rows, more = _first(queries.inbox(actor), limit, actor)
    return Page(
        name="inbox",
        heading=_("Inbox"),
        groups=[Group("inbox", _("To sort"), rows, values={"project": "", "section": "", "parent": ""}, wide_due=True)],
        more=more,
        place="list=inbox",
        hides_project=True,
        empty=Empty("inbox", _("What has no project yet lands here. Only you see it."), _("Add a task")),
    )


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
            rows=rows_of(by_day[day], actor, formats, hide=day),
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


def project_page(actor: Actor, project: Project, *, limit: int) -> Page:
    """Its sections as groups, and the last that were completed, folded."""
    formats = Formats.of(actor.user)
    tasks, more = _first_tasks(queries.of_project(actor, project), limit)
    sections: Sequence[Section] = list(Section.objects.visible_to(actor).filter(project=project).by_position())
    by_section: dict[object, list[Task]] = {}
    for task in tasks:
        by_section.setdefault(task.section_id, []).append(task)
    groups = [
        Group(
            key=str(section.pk) if section else "none",
            title=section.name if section else _("To do"),
            rows=rows_of(by_section.get(section.pk if section else None, []), actor, formats),
            values={"project": str(project.pk), "section": str(section.pk) if section else "", "parent": ""},
            wide_due=True,
        )
        for section in [None, *sections]
    ]
    if sections and not groups[0].rows:
        del groups[0]
    done = queries.completed(actor, project)
    last = list(done[:LAST_COMPLETED])
    if last:
        total = done.order_by().count() if len(last) == LAST_COMPLETED else len(last)
        groups.append(
            Group("completed", _("Completed"), rows_of(last, actor, formats, done=True), total=total, folded=True)
        )
    return Page(
        name="project",
        heading=project.name,
        subtitle=project.client.name if project.client else "",
        groups=groups if sections or any(group.rows for group in groups) else [],
        more=more,
        place=f"project={project.pk}",
        adds=not project.archived_at and can_edit_project(actor, project),
        hides_project=True,
        extra={
            "project": project,
            "sections": sections,
            "can_edit": can_edit_project(actor, project),
            "is_favourite": Favourite.objects.filter(user=actor.user, project=project).exists(),
        },
        empty=Empty("folder", _("This project has no tasks yet."), _("Add a task")),
    )


def completed_page(actor: Actor, *, limit: int) -> Page:
    """Everything that was completed, the newest day first."""
    formats = Formats.of(actor.user)
    tasks, more = _first_tasks(queries.completed(actor), limit)
    by_day = [
        (day, rows_of(done, actor, formats, hide=day, done=True))
        for day, done in groupby(tasks, key=lambda task: _day_completed(task, actor))
    ]
    return Page(
        name="completed",
        heading=_("Completed"),
        groups=[Group(day.isoformat(), formats.full_day(day), done, tracked=_tracked(done)) for day, done in by_day],
        more=more,
        adds=False,
        empty=Empty("circle-check", _("Nothing is completed yet. Tick a task and it will stand here.")),
    )


def label_page(actor: Actor, label: Label, *, limit: int) -> Page:
    rows, more = _first(queries.with_label(actor, label), limit, actor)
    return Page(
        name="label",
        heading=label.name,
        subtitle=_("Label"),
        groups=[Group("label", _("Open"), rows, wide_due=True)],
        more=more,
        place=f"label={label.pk}",
        extra={"label": label},
        empty=Empty("tag", _("No open task carries this label."), _("Add a task")),
    )


def _first_tasks(tasks: QuerySet[Task], limit: int) -> tuple[list[Task], str]:
    """The first of them and, when there are more, how many to ask for next."""
    found = list(tasks[: limit + 1])
    return found[:limit], str(limit * 2) if len(found) > limit else ""


def _first(tasks: QuerySet[Task], limit: int, actor: Actor) -> tuple[list[Row], str]:
    found, more = _first_tasks(tasks, limit)
    return rows_of(found, actor, Formats.of(actor.user)), more


def _tracked(rows: Iterable[Row]) -> int:
    return sum(row.tracked for row in rows)


def _completed_at(task: Task) -> float:
    return task.completed_at.timestamp() if task.completed_at else 0


def _day_completed(task: Task, actor: Actor) -> date:
    assert task.completed_at is not None
    return task.completed_at.astimezone(actor.zone).date()
