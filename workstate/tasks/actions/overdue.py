"""What is overdue, brought to today by one act."""

from __future__ import annotations

from django.db import transaction

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.tasks.access import learn_levels_of
from workstate.tasks.actions.acts import MOST, Act, Change, lock_tasks, tell, write_columns
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task


@transaction.atomic
def bring_overdue_to_today(*, by: Actor) -> Act:
    """
    Make open tasks of an earlier day due today, the most urgent 500 first.

    A time of day stays if it is still to come; one that has passed would be overdue again at once.
    """
    current = now().astimezone(by.zone)
    overdue = Task.objects.visible_to(by).open().due_before(current.date()).select_related("project").by_urgency()
    found = list(overdue[:MOST])
    learn_levels_of(found, by)
    rows = lock_tasks([task for task in found if can_edit_task(by, task)], by=by)
    changes = []
    for task in rows:
        still_to_come = task.due_time if task.due_time and task.due_time > current.time() else None
        changes.append(Change(task, dict(Due(current.date(), still_to_come).columns(by.zone))))
    act = Act(rows, new_id())
    tell(Verb.TASK_CHANGED, write_columns(changes), by=by, batch=act.batch)
    return act
