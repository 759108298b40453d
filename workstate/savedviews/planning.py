"""
Moving tasks in time: the days of one, and of what waits for it along with it.

Each is written by the action of the room of tasks, so history, rules and Undo are those of any other change.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.tasks.actions import Act, change_tasks
from workstate.tasks.actions.acts import MOST, lock_tasks
from workstate.tasks.models import LinkKind, Task
from workstate.tasks.policies import can_edit_task

FARTHEST = 36_500  # days: a century


def can_plan(actor: Actor, task: Task) -> bool:
    """What lies in an archived project is looked at alone."""
    return can_edit_task(actor, task) and not (task.project and task.project.archived_at)


@transaction.atomic
def set_days(task: Task, *, start: date | None, due: date | None, by: Actor) -> Act:
    """
    Let the task begin and be due on these days, each None for none; a time of day stays with it.

    Raises Invalid when it were to begin after it is due.
    """
    require(can_plan(by, task))
    if start and due and start > due:
        raise Invalid(_("A task begins before it is due. Choose an earlier start or a later due date."), field="start")
    return change_tasks([task], by=by, start_on=start, due_day=due)


def waiting_for(task: Task, by: Actor) -> list[Task]:
    """What waits for the task, at first hand or further on: open, with a date, the actor's to change. At most 500."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE ahead AS (SELECT target_id FROM tasks_tasklink WHERE source_id = %s AND kind = %s "
            "UNION SELECT link.target_id FROM tasks_tasklink link JOIN ahead ON link.source_id = ahead.target_id "
            "WHERE link.kind = %s) SELECT target_id FROM ahead ORDER BY target_id LIMIT %s",
            [task.pk, LinkKind.BLOCKS, LinkKind.BLOCKS, MOST],
        )
        ids = [row[0] for row in cursor.fetchall()]
    open_ones = Task.objects.visible_to(by).open().filter(pk__in=ids).select_related("project").order_by("pk")
    return [one for one in open_ones if (one.start_on or one.due_on) and can_plan(by, one)]


@transaction.atomic
def move_waiting(task: Task, days: int, *, by: Actor, batch: UUID) -> Act:
    """
    Move what waits for the task by so many days, as part of the act of the actor that moved the task itself.

    Raises Conflict when there is no such act, Invalid for a step beyond a century.
    """
    require(can_plan(by, task))
    if not 0 < abs(days) <= FARTHEST:
        raise Invalid(_("Move by at least a day and at most a century."), field="days")
    acts = Event.objects.filter(workspace=by.workspace, batch=batch, user=by.user, verb=Verb.TASK_CHANGED)
    if not acts.filter(subject_type=Task._meta.label_lower, subject_id=str(task.pk)).exists():
        raise Conflict(_("That move was not yours, or is no more. Move the task again."))
    step = timedelta(days=days)
    together: dict[tuple[date | None, date | None], list[Task]] = defaultdict(list)
    for one in lock_tasks(waiting_for(task, by), by=by):
        together[one.start_on, one.due_on].append(one)
    act = Act([], batch)
    for (start, due), tasks in together.items():
        moved = change_tasks(tasks, by=by, batch=batch, **_shifted(start, due, step))
        act.tasks.extend(moved.tasks)
    return act


def _shifted(start: date | None, due: date | None, step: timedelta) -> dict[str, Any]:
    try:
        return {**({"start_on": start + step} if start else {}), **({"due_day": due + step} if due else {})}
    except OverflowError as error:
        raise Invalid(_("Choose a day between 1970 and 2199."), field="days") from error
