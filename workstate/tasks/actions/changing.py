"""What a task says of itself, changed for one task or for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.tasks.actions.acts import Act, Change, lock_tasks, tell, write_columns
from workstate.tasks.actions.fields import cleaned
from workstate.tasks.actions.labels import labels_named
from workstate.tasks.actions.repeating import put_repeats
from workstate.tasks.due import NO_DUE, Due
from workstate.tasks.models import Label, Task, TaskAssignee, TaskLabel
from workstate.tasks.policies import can_assign, can_edit_task
from workstate.tasks.recurrence import Repeat
from workstate.workspaces.models import Membership

Same = Literal["same"]
MOST_LABELS = 20
MOST_ASSIGNEES = 20


@dataclass(frozen=True, slots=True)
class _Set:
    """What is to be put on tasks and taken off them: labels, or people. `only` replaces what is there."""

    add: Sequence[Any] = ()
    remove: Sequence[Any] = ()
    only: Sequence[Any] | None = None

    def __bool__(self) -> bool:
        return bool(self.add or self.remove or self.only is not None)

    def of(self, present: Sequence[UUID]) -> list[UUID]:
        if self.only is not None:
            return [one.pk for one in self.only]
        gone = {one.pk for one in self.remove}
        kept = [pk for pk in present if pk not in gone]
        return kept + [one.pk for one in self.add if one.pk not in kept]


@transaction.atomic
def change_task(task: Task, *, by: Actor, **changes: Any) -> Task:
    """Change one task; takes what change_tasks takes, and the title and the description."""
    require(can_edit_task(by, task))
    return change_tasks([task], by=by, **changes).tasks[0]


@transaction.atomic
def change_tasks(
    tasks: Iterable[Task],
    *,
    by: Actor,
    batch: UUID | None = None,
    due_day: date | None | Same = "same",
    repeat: Repeat | None | Same = "same",
    labels: Iterable[str] | None = None,
    add_labels: Iterable[str] = (),
    remove_labels: Iterable[str] = (),
    assignees: Iterable[Membership] | None = None,
    add_assignees: Iterable[Membership] = (),
    remove_assignees: Iterable[Membership] = (),
    **fields: Any,
) -> Act:
    """
    Change priority (1–4), estimate (seconds), due (Due), start_on, deferred_until, deadline_on (days), each None to clear it.

    `due_day` moves to another day and leaves each task its time of day. Labels are names and are made where missing.
    `repeat` makes a task without a date due the first time that it says; a task whose date is taken away repeats no more.
    Records what was there before. Raises Invalid at the field; changes nothing then.
    """
    rows = lock_tasks(tasks, by=by)
    if len(rows) > 1 and {"title", "description"} & fields.keys():
        raise Invalid(_("One task has one title."), field="title")
    columns = cleaned(fields, by)
    changes = [Change(task, {**columns, **_on_day(task, due_day, by)}) for task in rows]
    put_repeats(changes, repeat, by=by)
    act = Act(rows, batch or new_id())
    # What is no column comes first: write_columns answers with all in which anything changed.
    wanted = None if labels is None else labels_named(labels, by=by)
    _put_labels(changes, _Set(labels_named(add_labels, by=by), _known(remove_labels, by), wanted))
    people = _Set(list(add_assignees), list(remove_assignees), None if assignees is None else list(assignees))
    _put_assignees(changes, people, by=by)
    tell(Verb.TASK_CHANGED, write_columns(changes), by=by, batch=act.batch)
    return act


@transaction.atomic
def change_each(values: Mapping[Task, Mapping[str, Any]], *, by: Actor, batch: UUID | None = None) -> Act:
    """
    Change each task in its own way, in a constant number of queries: title, description, priority, estimate, start_on,
    deferred_until, deadline_on as change_tasks() takes them. Raises Invalid at the field; changes nothing then.
    """
    rows = lock_tasks(values, by=by)
    wanted = {task.pk: given for task, given in values.items()}
    act = Act(rows, batch or new_id())
    changes = [Change(task, cleaned(wanted[task.pk], by)) for task in rows]
    tell(Verb.TASK_CHANGED, write_columns(changes), by=by, batch=act.batch)
    return act


def _on_day(task: Task, day: date | None | Same, by: Actor) -> dict[str, Any]:
    if day == "same":
        return {}
    if day is None:
        return dict(NO_DUE)
    due = Due(day, task.due_time).checked()
    return dict(due.columns(task.zone_or(by.zone)))


def _known(names: Iterable[str], by: Actor) -> list[Label]:
    """Those that exist: what is to be taken off need not be made first."""
    folded = {name.strip().casefold() for name in names}
    return [label for label in Label.objects.visible_to(by) if label.name.casefold() in folded] if folded else []


def _put_labels(changes: Sequence[Change], labels: _Set) -> None:
    if not labels:
        return
    present: dict[UUID, list[Label]] = defaultdict(list)
    on_tasks = TaskLabel.objects.filter(task__in=[change.task for change in changes]).select_related("label")
    for row in on_tasks.order_by("pk"):
        present[row.task_id].append(row.label)
    names = {
        label.pk: label for label in [*labels.add, *(labels.only or []), *(x for xs in present.values() for x in xs)]
    }
    gone, new = [], []
    for change in changes:
        before = [label.pk for label in present[change.task.pk]]
        after = labels.of(before)
        if set(before) == set(after):
            continue
        if len(after) > MOST_LABELS:
            raise Invalid(_("A task carries at most 20 labels."), field="labels")
        change.notice("labels", [names[pk].name for pk in before], [names[pk].name for pk in after])
        gone += [(change.task.pk, pk) for pk in before if pk not in after]
        new += [TaskLabel(workspace_id=change.task.workspace_id, task=change.task, label_id=pk)
                for pk in after if pk not in before]  # fmt: skip
    if gone:
        pairs = {(row.task_id, row.label_id): row.pk for row in on_tasks}
        TaskLabel.objects.filter(pk__in=[pairs[pair] for pair in gone]).delete()
    TaskLabel.objects.bulk_create(new)


def _put_assignees(changes: Sequence[Change], people: _Set, *, by: Actor) -> None:
    if not people:
        return
    present: dict[UUID, list[TaskAssignee]] = defaultdict(list)
    for row in TaskAssignee.objects.filter(task__in=[change.task for change in changes]):
        present[row.task_id].append(row)
    members = {member.pk: member for member in [*people.add, *(people.only or [])]}
    gone: list[int] = []
    new: list[TaskAssignee] = []
    allowed: dict[tuple[UUID, UUID], bool] = {}  # Of many tasks of a project each person is asked for once.
    for change in changes:
        before = [row.member_id for row in present[change.task.pk]]
        after = people.of(before)
        if set(before) == set(after):
            continue
        for pk in after:
            if pk in before:
                continue
            asked = (change.task.project_id or change.task.pk, pk)
            if asked not in allowed:
                allowed[asked] = can_assign(by, change.task, members[pk])
            if not allowed[asked]:
                raise Invalid(_("This task cannot be given to them: they do not see it."), field="assignees")
        if len(after) > MOST_ASSIGNEES:
            raise Invalid(_("Give a task to at most 20 people."), field="assignees")
        change.notice("assignees", [str(pk) for pk in before], [str(pk) for pk in after])
        gone += [row.pk for row in present[change.task.pk] if row.member_id not in after]
        new += [TaskAssignee(workspace_id=change.task.workspace_id, task=change.task, member_id=pk)
                for pk in after if pk not in before]  # fmt: skip
    TaskAssignee.objects.filter(pk__in=gone).delete()
    TaskAssignee.objects.bulk_create(new)
