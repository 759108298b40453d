"""How a task ends, and begins again: completed, cancelled, archived, and back; one or many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import require
from workstate.core.ids import new_id
from workstate.tasks.actions.acts import (
    Act,
    Change,
    lock_tasks,
    lock_trees,
    require_changeable,
    tell,
    write_columns,
)
from workstate.tasks.actions.repeating import as_json, next_due
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Recurrence, Task
from workstate.tasks.policies import can_edit_task


@transaction.atomic
def complete_task(task: Task, *, by: Actor, children: bool = False, seen: Due | None = None) -> Task:
    """
    Mark the task done, or move it on if it repeats. Done already: answers with it and records nothing.

    `children` completes what is open under it too. `seen` is when it was due as the actor saw it: a repeating task that has
    moved on since, because another device was faster, stays where it is.
    """
    require(can_edit_task(by, task))
    return complete_tasks([task], by=by, children=children, seen=seen).tasks[0]


@transaction.atomic
def complete_tasks(
    tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None, children: bool = False, seen: Due | None = None
) -> Act:
    """Mark tasks done; those that repeat move on, and what was done under them is to be done again."""
    tasks = list(tasks)
    trees = lock_trees(tasks)
    rows = lock_tasks(tasks, by=by)
    act, at = Act(rows, batch or new_id()), now()
    to_do = [task for task in rows if task.completed_at is None]
    rules = {row.task_id: row for row in Recurrence.objects.filter(task__in=to_do)} if to_do else {}
    if seen and rules:
        to_do = [x for x in to_do if x.pk not in rules or (x.due_on, x.due_time) == (seen.day, seen.time)]
    changes = [_moved_on(task, rules[task.pk], by, at) if task.pk in rules else _done(task, by, at) for task in to_do]
    on_again = {change.task.pk for change in changes if "completion" in change.data}
    if on_again:
        Completion.objects.bulk_create(_completions(changes, by, at), ignore_conflicts=True)
        Recurrence.objects.bulk_update([rules[pk] for pk in on_again], ["done"])
    chosen = {row.pk for row in rows}
    under = [task for task in trees.values() if task.pk not in chosen and not task.deleted_at]
    again = _beneath(on_again, trees, under)
    if children:
        others = [x for x in under if x not in again and not x.completed_at and not x.cancelled_at]
        require_changeable(others, by=by)
        changes += [_done(task, by, at) for task in others]
    tell(Verb.TASK_COMPLETED, write_columns(changes), by=by, batch=act.batch)
    to_redo = [Change(task, {"completed_at": None, "completed_by": None}) for task in again if task.completed_at]
    tell(Verb.TASK_REOPENED, write_columns(to_redo), by=by, batch=act.batch)
    return act


@transaction.atomic
def reopen_task(task: Task, *, by: Actor) -> Task:
    """Have the task to do again: completed or cancelled; of one that repeats the last time that it was done is taken back."""
    require(can_edit_task(by, task))
    return reopen_tasks([task], by=by).tasks[0]


@transaction.atomic
def reopen_tasks(tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None) -> Act:
    rows = lock_tasks(tasks, by=by)
    act = Act(rows, batch or new_id())
    ended = [task for task in rows if task.completed_at or task.cancelled_at]
    changes = [Change(task, dict(OPEN)) for task in ended]
    changes += _taken_back([task for task in rows if task not in ended], by)
    tell(Verb.TASK_REOPENED, write_columns(changes), by=by, batch=act.batch)
    return act


@transaction.atomic
def cancel_task(task: Task, *, by: Actor) -> Task:
    """Say that the task will not be done, nor what is open under it."""
    require(can_edit_task(by, task))
    return cancel_tasks([task], by=by).tasks[0]


@transaction.atomic
def cancel_tasks(tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None) -> Act:
    rows, trees = _with_trees(tasks, by)
    act = Act(rows, batch or new_id())
    at = now()
    open_ones = [task for task in trees if not task.completed_at and not task.cancelled_at]
    changes = [Change(task, {"cancelled_at": at, "cancelled_by": by.user}, {"title": task.title}) for task in open_ones]
    tell(Verb.TASK_CANCELLED, write_columns(changes), by=by, batch=act.batch)
    return act


@transaction.atomic
def archive_tasks(tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None) -> Act:
    """Take tasks, with all that is under them, out of every list, done or not. They are kept and found."""
    rows, trees = _with_trees(tasks, by)
    act = Act(rows, batch or new_id())
    at = now()
    changes = [Change(task, {"archived_at": at, "archived_by": by.user}) for task in trees if not task.archived_at]
    tell(Verb.TASK_ARCHIVED, write_columns(changes), by=by, batch=act.batch)
    return act


@transaction.atomic
def unarchive_tasks(tasks: Iterable[Task], *, by: Actor, batch: UUID | None = None) -> Act:
    rows, trees = _with_trees(tasks, by)
    act = Act(rows, batch or new_id())
    changes = [Change(task, {"archived_at": None, "archived_by": None}) for task in trees if task.archived_at]
    tell(Verb.TASK_UNARCHIVED, write_columns(changes), by=by, batch=act.batch)
    return act


OPEN = {"completed_at": None, "completed_by": None, "cancelled_at": None, "cancelled_by": None}


def _with_trees(tasks: Iterable[Task], by: Actor) -> tuple[list[Task], list[Task]]:
    """The tasks, and they with what is under them but for the bin's, locked."""
    tasks = list(tasks)
    trees = lock_trees(tasks)
    rows = lock_tasks(tasks, by=by)
    chosen = {row.pk: row for row in rows}
    kept = [chosen.get(pk, task) for pk, task in trees.items() if not task.deleted_at]
    require_changeable(kept, by=by)
    return rows, kept


def _done(task: Task, by: Actor, at: datetime) -> Change:
    columns = {"completed_at": at, "completed_by": by.user, "cancelled_at": None, "cancelled_by": None}
    return Change(task, columns, {"title": task.title})


def _moved_on(task: Task, row: Recurrence, by: Actor, at: datetime) -> Change:
    """To its next time; done for good if there is none."""
    due = next_due(task, row, at, by)
    if due is None:
        return _done(task, by, at)
    before = as_json(row)
    row.done += 1
    change = Change(task, dict(due.columns(task.zone_or(by.zone))), {"title": task.title, "completion": str(new_id())})
    change.notice("repeat", before, as_json(row))
    return change


def _completions(changes: Sequence[Change], by: Actor, at: datetime) -> list[Completion]:
    """Of those that are about to move on."""
    return [
        Completion(
            id=change.data["completion"],
            workspace_id=change.task.workspace_id,
            task=change.task,
            due_on=change.task.due_on,
            due_time=change.task.due_time,
            completed_at=at,
            completed_by=by.user,
        )
        for change in changes
        if "completion" in change.data and change.task.due_on
    ]


def _beneath(roots: set[UUID], trees: dict[UUID, Task], under: Iterable[Task]) -> list[Task]:
    """Of `under`, what stands in the tree of one of the roots."""
    found = []
    for task in under:
        above = task.parent_id
        while above and above not in roots:
            above = trees[above].parent_id if above in trees else None
        if above:
            found.append(task)
    return found


def _taken_back(tasks: Sequence[Task], by: Actor) -> list[Change]:
    """Repeating tasks as they were before they were last done."""
    last = Completion.objects.filter(task__in=tasks).order_by("task", "-completed_at", "-id").distinct("task")
    completions = {row.task_id: row for row in last} if tasks else {}
    rules = {row.task_id: row for row in Recurrence.objects.filter(task__in=list(completions))} if completions else {}
    changes = []
    for task in tasks:
        if task.pk not in completions or task.pk not in rules:
            continue
        was, rule = completions[task.pk], rules[task.pk]
        change = Change(task, dict(Due(was.due_on, was.due_time).columns(task.zone_or(by.zone))))
        before = as_json(rule)
        rule.done = max(0, rule.done - 1)
        change.notice("repeat", before, as_json(rule))
        changes.append(change)
    if changes:
        Recurrence.objects.bulk_update(rules.values(), ["done"])
        Completion.objects.filter(pk__in=[completions[change.task.pk].pk for change in changes]).delete()
    return changes
