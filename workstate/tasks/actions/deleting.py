"""Into the bin and out of it, each task with all that is under it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, require
from workstate.core.ids import new_id
from workstate.tasks.actions.acts import Act, Change, lock_tasks, lock_trees, tell, write_columns
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task


@transaction.atomic
def delete_task(task: Task, *, by: Actor) -> Task:
    """Put the task and all that is under it in the bin."""
    require(can_edit_task(by, task))
    return delete_tasks([task], by=by).tasks[0]


@transaction.atomic
def delete_tasks(tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None) -> Act:
    tasks = list(tasks)
    trees = lock_trees(tasks)
    rows = {row.pk: row for row in lock_tasks(tasks, by=by, with_bin=True)}
    act = Act(list(rows.values()), batch or new_id())
    # To the microsecond: what goes in together comes out together. What went in before keeps its own moment.
    at = timezone.now()
    going = [rows.get(pk, task) for pk, task in trees.items() if task.deleted_at is None]
    beneath = _under(going, {task.pk for task in going if task.pk in rows and rows[task.pk].deleted_at is None})
    changes = [
        Change(task, {"deleted_at": at, "deleted_by": by.user}, {"title": task.title})
        for task in going
        if task.pk in beneath
    ]
    tell(Verb.TASK_DELETED, write_columns(changes), by=by, batch=act.batch)
    return act


@transaction.atomic
def restore_task(task: Task, *, by: Actor) -> Task:
    """Take the task out of the bin with what went in with it. Raises Conflict while it is under a task in the bin."""
    require(can_edit_task(by, task))
    return restore_tasks([task], by=by).tasks[0]


@transaction.atomic
def restore_tasks(tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None) -> Act:
    tasks = list(tasks)
    trees = lock_trees(tasks)
    rows = {row.pk: row for row in lock_tasks(tasks, by=by, with_bin=True)}
    act = Act(list(rows.values()), batch or new_id())
    moments = {task.deleted_at for task in rows.values() if task.deleted_at}
    coming = {pk: rows.get(pk, task) for pk, task in trees.items() if task.deleted_at in moments}
    above = {task.parent_id for task in coming.values() if task.parent_id} - set(coming)
    if Task.objects.filter(pk__in=above, deleted_at__isnull=False).exists():
        raise Conflict(_("This stands under a task that is in the bin. Restore that one first."))
    changes = [Change(task, {"deleted_at": None, "deleted_by": None}) for task in coming.values()]
    tell(Verb.TASK_RESTORED, write_columns(changes), by=by, batch=act.batch)
    return act


def _under(tasks: Iterable[Task], roots: set[UUID]) -> set[UUID]:
    """The roots and what hangs from them by an unbroken line of the tasks given."""
    children: dict[UUID | None, list[UUID]] = {}
    for task in tasks:
        children.setdefault(task.parent_id, []).append(task.pk)
    found, waiting = set(roots), list(roots)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found
