"""What was completed or cancelled, and each time that a repeating task was done: the newest day first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.tasks import queries
from workstate.tasks.access import learn_levels_of
from workstate.tasks.models import Task
from workstate.tasks.rows import Empty, Group, Page, Row, rows_of
from workstate.tasks.words import DueWords

End = tuple[datetime, UUID, UUID | None]
"""When which task ended; of one that repeats, which time it was."""


def completed_page(actor: Actor, narrowed: Callable[[QuerySet[Task]], QuerySet[Task]], *, limit: int) -> Page:
    """`narrowed` leaves what a filter lets through."""
    formats = Formats.of(actor.user)
    kept = narrowed(queries.kept(actor))
    ends, more = _ends(kept, actor, limit)
    tasks = {task.pk: task for task in queries.listed(kept.filter(pk__in={end[1] for end in ends}), actor)}
    learn_levels_of(tasks.values(), actor)
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


def _ends(kept: QuerySet[Task], actor: Actor, limit: int) -> tuple[list[End], str]:
    """When what ended: the moment, the task and, of one that repeats, which time it was. Each kind by its own index."""
    done = kept.filter(completed_at__isnull=False).order_by("-completed_at", "-id").values_list("completed_at", "pk")
    off = kept.filter(cancelled_at__isnull=False).order_by("-cancelled_at", "-id").values_list("cancelled_at", "pk")
    times = queries.completions(actor).filter(task__in=kept).values_list("completed_at", "task_id", "pk")
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


def _tracked(rows: Iterable[Row]) -> int:
    return sum(row.tracked for row in rows)
