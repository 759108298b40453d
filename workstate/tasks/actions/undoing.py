"""Taking back: all that one act did, or one change out of a task's history. Only what nobody has changed since is put back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.tasks.access import learn_levels_of
from workstate.tasks.actions.acts import Act, Change, columns_among, lock_trees, require_changeable, tell, write_columns
from workstate.tasks.actions.labels import labels_named
from workstate.tasks.actions.present import Present
from workstate.tasks.actions.repeating import recurrence_of
from workstate.tasks.actions.returning import Return, whole_place
from workstate.tasks.extensions import put_back as put_back_elsewhere
from workstate.tasks.models import Completion, Recurrence, Task, TaskAssignee, TaskLabel
from workstate.tasks.policies import can_assign, can_edit_task
from workstate.workspaces.models import Membership

INVERSE = {
    Verb.TASK_CREATED: Verb.TASK_DELETED,
    Verb.TASK_CHANGED: Verb.TASK_CHANGED,
    Verb.TASK_MOVED: Verb.TASK_MOVED,
    Verb.TASK_COMPLETED: Verb.TASK_REOPENED,
    Verb.TASK_REOPENED: Verb.TASK_COMPLETED,
    Verb.TASK_SKIPPED: Verb.TASK_CHANGED,
    Verb.TASK_CANCELLED: Verb.TASK_REOPENED,
    Verb.TASK_ARCHIVED: Verb.TASK_UNARCHIVED,
    Verb.TASK_UNARCHIVED: Verb.TASK_ARCHIVED,
    Verb.TASK_DELETED: Verb.TASK_RESTORED,
    Verb.TASK_RESTORED: Verb.TASK_DELETED,
}
"""What each verb becomes when it is taken back."""
_OF_THE_BIN = {Verb.TASK_CREATED, Verb.TASK_DELETED, Verb.TASK_RESTORED}


@transaction.atomic
def undo(batch: UUID, *, by: Actor) -> Act:
    """
    Take back what one act of the actor did to however many tasks, in a constant number of queries.

    What somebody has changed since stays as it is now. Raises Conflict when nothing is left to take back.
    """
    events = list(
        Event.objects.filter(
            workspace=by.workspace, batch=batch, user=by.user, subject_type=Task._meta.label_lower, verb__in=INVERSE
        ).order_by("pk")
    )
    if not events:
        raise Conflict(_("There is nothing to take back any more."))
    return _put_back(events, by=by)


@transaction.atomic
def put_back(event: Event, *, by: Actor) -> Act:
    """Give a task the values that it had before a change in its history, whoever made it."""
    if event.verb not in INVERSE or "before" not in event.data:
        raise Invalid(_("This cannot be put back."), field="event")
    require_changeable(Task.objects.visible_to(by).filter(pk=event.subject_id).select_related("project"), by=by)
    return _put_back([event], by=by, although_changed=True)


def _put_back(events: Sequence[Event], *, by: Actor, although_changed: bool = False) -> Act:
    rows = lock_trees(Task.objects.visible_to(by).filter(pk__in={event.subject_id for event in events}))
    act, at = Act([], new_id()), timezone.now()
    present = Present(events, rows)
    told: dict[Verb, list[Change]] = {}
    learn_levels_of(rows.values(), by)
    reached: dict[UUID, Task] = {}
    for event in reversed(events):  # What came last is taken back first.
        task = rows.get(UUID(event.subject_id))
        if task is None:
            continue
        require(can_edit_task(by, task))
        if event.verb not in _OF_THE_BIN and _is_in_bin(task):
            continue
        reached[task.pk] = task
        change = _inverse(event, task, present, although_changed, at)
        if change:
            told.setdefault(INVERSE[Verb(event.verb)], []).append(change)
    _require_together(told, rows, by)
    written: list[Change] = []
    for verb, changes in told.items():
        done = write_columns(changes)
        written += done
        tell(verb, done, by=by, batch=act.batch)
    act.tasks.extend({change.task.pk: change.task for change in written}.values())
    elsewhere = put_back_elsewhere(events, reached, by=by, batch=act.batch, although_changed=although_changed)
    act.tasks.extend(task for task in elsewhere if task not in act.tasks)
    if not act.tasks:
        raise Conflict(_("Somebody has changed this since. Nothing was taken back."))
    _put_back_rows(written, by)
    return act


def _is_in_bin(task: Task) -> bool:
    return bool(task.deleted_at or (task.project and task.project.deleted_at))


def _inverse(event: Event, task: Task, present: Present, although_changed: bool, at: datetime) -> Change | None:
    if event.verb == Verb.TASK_CREATED:
        columns: dict[str, Any] = {} if task.deleted_at else {"deleted_at": at, "deleted_by_id": event.user_id}
        return Change(task, columns, {"title": task.title}) if columns else None
    before, after = columns_among(event.data.get("before", {})), columns_among(event.data.get("after", {}))
    columns = {
        name: value for name, value in before.items() if although_changed or getattr(task, name) == after.get(name)
    }
    # A date is day, time and zone: in part it would be another date.
    due = [name for name in before if name.startswith("due_")]
    if any(name not in columns for name in due):
        columns = {name: value for name, value in columns.items() if name not in due}
    change = Change(task, columns, {"undid": event.pk})
    if event.verb == Verb.TASK_MOVED:
        change.data["from"] = str(task.project_id) if task.project_id else None
        whole_place(event, task, columns, although_changed=although_changed)
    present.put_back(event, change, although_changed=although_changed)
    if completion := event.data.get("completion"):
        change.data["uncompleted"] = completion
    return change if columns or change.before else None


def _require_together(told: dict[Verb, list[Change]], rows: dict[UUID, Task], by: Actor) -> None:
    """Put the changes in order with what stands around the tasks now, and add what goes along with them."""
    back = Return([change for changes in told.values() for change in changes], rows, by)
    back.require_places()
    back.require_parents()
    if moved := back.moved_along():
        told.setdefault(Verb.TASK_MOVED, []).extend(moved)
    if deleted := back.deleted_along():
        told.setdefault(Verb.TASK_DELETED, []).extend(deleted)


def _put_back_rows(changes: Sequence[Change], by: Actor) -> None:
    """What an act changed beside the columns: labels, people, the rule, the record of a completion."""
    _labels([change for change in changes if "labels" in change.after], by)
    _assignees([change for change in changes if "assignees" in change.after], by)
    _repeats([change for change in changes if "repeat" in change.after])
    uncompleted = [change.data["uncompleted"] for change in changes if "uncompleted" in change.data]
    if uncompleted:
        Completion.objects.filter(pk__in=uncompleted).delete()
    homes = [change.task for change in changes if "project" in change.after and change.task.project_id is None]
    if homes:
        # In an inbox a task is its maker's alone.
        TaskAssignee.objects.filter(task__in=homes).exclude(member__user=by.user).delete()


def _labels(changes: Sequence[Change], by: Actor) -> None:
    if not changes:
        return
    labels = {
        label.name.casefold(): label for label in labels_named({n for c in changes for n in c.after["labels"]}, by=by)
    }
    TaskLabel.objects.filter(task__in=[change.task for change in changes]).delete()
    TaskLabel.objects.bulk_create(
        TaskLabel(workspace_id=by.workspace.pk, task=change.task, label=labels[name.casefold()])
        for change in changes
        for name in change.after["labels"]
    )


def _assignees(changes: Sequence[Change], by: Actor) -> None:
    if not changes:
        return
    wanted = {pk for change in changes for pk in change.after["assignees"]}
    there = Membership.objects.visible_to(by).in_bulk([UUID(pk) for pk in wanted])
    TaskAssignee.objects.filter(task__in=[change.task for change in changes]).delete()
    TaskAssignee.objects.bulk_create(
        TaskAssignee(workspace_id=by.workspace.pk, task=change.task, member=member)
        for change in changes
        for pk in change.after["assignees"]
        # Who left, or no longer sees the task, is not given it again.
        if (member := there.get(UUID(pk))) and can_assign(by, change.task, member)
    )


def _repeats(changes: Sequence[Change]) -> None:
    if not changes:
        return
    Recurrence.objects.filter(task__in=[change.task for change in changes]).delete()
    Recurrence.objects.bulk_create(
        recurrence_of(change.task, change.after["repeat"]) for change in changes if change.after["repeat"]
    )
