"""When repeating tasks come round again: shown faintly, for none of it is there yet."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.clock import instant_of
from workstate.core.errors import Invalid
from workstate.savedviews.layouts.calendar.periods import Period
from workstate.savedviews.layouts.calendar.planned import Item, narrowed, place_of
from workstate.savedviews.scenes import Scene
from workstate.tasks.models import Recurrence, Task
from workstate.tasks.recurrence import Anchor, Occurrence, upcoming
from workstate.tasks.recurrence.rule import rule_of

MOST_TASKS = 100
MOST_TIMES = 60
"""Times that one task is shown to come round."""
_A_DAY = timedelta(days=1)


def coming_in(scene: Scene, period: Period) -> tuple[list[Item], dict[UUID, Task]]:
    """What comes round in the period, as items, and the tasks that do. One query."""
    open_ones = narrowed(scene).filter(due_on__lte=period.last, completed_at=None, cancelled_at=None)
    rows = Recurrence.objects.filter(workspace=scene.actor.workspace, task__in=open_ones.order_by().values("pk"))
    rows = rows.select_related("task__project").order_by("task__due_on", "pk")[:MOST_TASKS]
    items: list[Item] = []
    tasks: dict[UUID, Task] = {}
    said = _("Comes round: %s")
    for row in rows:
        tasks[row.task.pk] = row.task
        zone = row.task.zone_or(scene.formats.zone)
        for one in _occurrences(row, period):
            at = instant_of(one.day, one.time, zone) if one.time else None
            day, minute = place_of(one.day, at, scene.formats)
            if period.holds(day):
                items.append(_item(row.task, day, minute, said % row.task.title))
    return items, tasks


def _occurrences(row: Recurrence, period: Period) -> list[Occurrence]:
    """Those in the period or a day beside it; a rule that cannot be read any more has none."""
    assert row.task.due_on is not None
    current = Occurrence(row.task.due_on, row.task.due_time)
    repeat = row.repeat
    try:
        rule = rule_of(repeat.rule)
        days = (period.last - max(period.first - _A_DAY, current.day)).days + 2
        most = min(MOST_TIMES, days * max(1, len(repeat.times)))
        if rule.count is None and repeat.anchor is not Anchor.COMPLETION and not rule.frequency.by_clock:
            # The days of such a rule do not depend on those before them: a period far ahead is entered where it begins.
            current = max(current, Occurrence(period.first - 2 * _A_DAY, None), key=lambda one: one.day)
        else:
            most = MOST_TIMES
        skipped = frozenset(row.skipped)
        found = upcoming(repeat, start=row.start_on, current=current, count=most, skipped=skipped, done=row.done)
    except Invalid:
        return []
    return [one for one in found if period.first - _A_DAY <= one.day <= period.last + _A_DAY]


def _item(task: Task, day: date, minute: int | None, said: str) -> Item:
    return Item(
        pk=task.pk,
        day=day,
        minute=minute,
        first=day,
        estimate=task.estimate or 0,
        is_done=False,
        is_late=False,
        priority=task.priority,
        position=task.position,
        faint=said,
    )
