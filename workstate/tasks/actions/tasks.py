from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.text import TITLE_LENGTH, clean_line, clean_text
from workstate.core.turns import made_before, take_identifier
from workstate.projects.models import Project, Section
from workstate.tasks.actions.labels import labels_named
from workstate.tasks.actions.placement import (
    last_position,
    lock_list,
    lock_task,
    lock_tree,
    next_numbers,
    position_after,
    require_place,
    siblings,
)
from workstate.tasks.due import NO_DUE, Due
from workstate.tasks.models import Label, Priority, Task, TaskLabel
from workstate.tasks.policies import can_create_task, can_edit_task

LONGEST_ESTIMATE = 10_000 * 3600


@transaction.atomic
def create_task(
    title: str,
    *,
    by: Actor,
    id: UUID | None = None,
    project: Project | None = None,
    section: Section | None = None,
    parent: Task | None = None,
    labels: Iterable[str] = (),
    description: str = "",
    priority: int = Priority.P4,
    estimate: int | None = None,
    due: Due | None = None,
) -> Task:
    """
    Make a task at the end of its list; without a project it goes into the actor's inbox.

    Labels are names and are made where missing; estimate is in seconds. The same id again answers with the task it made
    the first time. Raises Invalid at the field, NotAllowed for a project one may not fill.
    """
    require(can_create_task(by))
    if parent:
        require(can_edit_task(by, parent))
    require_place(by, project, section, parent)
    fields = cleaned(
        {"title": title, "description": description, "priority": priority, "estimate": estimate, "due": due}, by
    )
    take_identifier(id)
    lock_list(by.workspace, project, by.user)
    if made := made_before(Task.objects.all(), id, by=by, maker="created_by"):
        return made
    if parent:
        # Whoever deletes the parent, or takes it elsewhere, waits for this or is waited for.
        require_place(by, project, section, lock_task(parent))

    task = Task.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        number=next_numbers(by.workspace)[0],
        project=project,
        section=section,
        parent=parent,
        position=between(last_position(siblings(by.workspace, project, section, parent, by.user)), None),
        created_by=by.user,
        **fields,
    )
    _put_labels(task, labels_named(labels, by=by))
    record(Verb.TASK_CREATED, task, by=by, number=task.number, title=task.title)
    return task


@transaction.atomic
def change_task(task: Task, *, by: Actor, **changes: Any) -> Task:
    """
    Change title, description, priority (1–4), estimate (seconds or None), due (Due or None) or labels (names).

    Records what was there before. Raises Invalid at the field; changes nothing then.
    """
    require(can_edit_task(by, task))
    labels: Iterable[str] | None = changes.pop("labels", None)
    task = _changeable(lock_task(task), by)
    columns = {name: value for name, value in cleaned(changes, by).items() if getattr(task, name) != value}
    before = {name: _plain(getattr(task, name)) for name in columns}
    after = {name: _plain(value) for name, value in columns.items()}
    if columns:
        for name, value in columns.items():
            setattr(task, name, value)
        task.save(update_fields=list(columns))
    if labels is not None:
        old = list(Label.objects.filter(tasks=task))
        new = labels_named(labels, by=by)
        if {label.pk for label in old} != {label.pk for label in new}:
            TaskLabel.objects.filter(task=task).exclude(label__in=new).delete()
            _put_labels(task, [label for label in new if label not in old])
            before["labels"], after["labels"] = [label.name for label in old], [label.name for label in new]
    if before:
        record(Verb.TASK_CHANGED, task, by=by, number=task.number, before=before, after=after)
    return task


@transaction.atomic
def move_task(
    task: Task,
    *,
    by: Actor,
    project: Project | None | Literal["same"] = "same",
    section: Section | None = None,
    parent: Task | None = None,
    after: Task | None = None,
    before: Task | None = None,
) -> Task:
    """
    Put the task, with all that is under it, behind a sibling, ahead of one, or first in a list, a section, under a parent.

    "same" keeps the project. Only its own creator may take a task back into an inbox, for it is theirs alone there.
    """
    require(can_edit_task(by, task))
    project = task.project if project == "same" else project
    require_place(by, project, section, parent)
    if project is None and task.created_by_id != by.user.pk:
        raise Invalid(_("Only whoever made this task can put it into their inbox."), field="project")

    lock_list(by.workspace, project, by.user)
    rows, tree = lock_tree(task, parent)
    if parent and parent.pk in tree:
        raise Invalid(_("A task cannot be put under itself."), field="parent")
    require_place(by, project, section, rows[parent.pk] if parent else None)
    task = _changeable(rows[task.pk], by)
    came_from = task.project_id
    place = siblings(by.workspace, project, section, parent, by.user).exclude(pk=task.pk)
    task.position = position_after(place, after.pk if after else _ahead_of(place, before))
    task.project, task.section, task.parent = project, section, parent
    task.save(update_fields=["project", "section", "parent", "position"])
    if came_from != task.project_id:
        Task.objects.filter(pk__in=tree).exclude(pk=task.pk).update(project=project, section=section)
    path = {"before": {"project": _plain(came_from)}, "after": {"project": _plain(task.project_id)}}
    record(Verb.TASK_MOVED, task, by=by, number=task.number, **path)
    if came_from != task.project_id:
        for pk in tree:
            if pk != task.pk:
                record(Verb.TASK_MOVED, rows[pk], by=by, number=rows[pk].number, **path)
    return task


@transaction.atomic
def move_to_end(
    task: Task, *, by: Actor, project: Project | None, section: Section | None = None, parent: Task | None = None
) -> Task:
    """Put the task, with all that is under it, behind all others of a list, a section, a parent."""
    place = siblings(by.workspace, project, section, parent, by.user).exclude(pk=task.pk)
    return move_task(task, by=by, project=project, section=section, parent=parent, after=place.last())


@transaction.atomic
def complete_task(task: Task, *, by: Actor) -> Task:
    """Mark the task done. Done already: answers with it and records nothing."""
    require(can_edit_task(by, task))
    task = _changeable(lock_task(task), by)
    if task.completed_at is None:
        task.completed_at, task.completed_by = now(), by.user
        task.save(update_fields=["completed_at", "completed_by"])
        record(Verb.TASK_COMPLETED, task, by=by, number=task.number, title=task.title)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: Actor) -> Task:
    require(can_edit_task(by, task))
    task = _changeable(lock_task(task), by)
    if task.completed_at is not None:
        task.completed_at, task.completed_by = None, None
        task.save(update_fields=["completed_at", "completed_by"])
        record(Verb.TASK_REOPENED, task, by=by, number=task.number)
    return task


@transaction.atomic
def delete_task(task: Task, *, by: Actor) -> Task:
    """Put the task and all that is under it in the bin."""
    require(can_edit_task(by, task))
    rows, tree = lock_tree(task)
    task = rows[task.pk]
    require(can_edit_task(by, task))
    if task.deleted_at is None:
        at = timezone.now()
        # What went into the bin before keeps its own date, and so does not come back with this tree.
        kept = [pk for pk in tree if rows[pk].deleted_at is None]
        Task.objects.filter(pk__in=kept).update(deleted_at=at, deleted_by=by.user)
        task.deleted_at, task.deleted_by = at, by.user
        record(Verb.TASK_DELETED, task, by=by, number=task.number, title=task.title, tree=[str(pk) for pk in kept])
    return task


@transaction.atomic
def restore_task(task: Task, *, by: Actor) -> Task:
    """Take the task out of the bin with what went in with it. Raises Conflict while it is under a task in the bin."""
    require(can_edit_task(by, task))
    rows, tree = lock_tree(task)
    task = rows[task.pk]
    require(can_edit_task(by, task))
    if task.deleted_at is not None:
        if task.parent_id and Task.objects.filter(pk=task.parent_id, deleted_at__isnull=False).exists():
            raise Conflict(_("This stands under a task that is in the bin. Restore that one first."))
        together = [pk for pk in tree if rows[pk].deleted_at == task.deleted_at]
        Task.objects.filter(pk__in=together).update(deleted_at=None, deleted_by=None)
        task.deleted_at, task.deleted_by = None, None
        record(Verb.TASK_RESTORED, task, by=by, number=task.number, tree=[str(pk) for pk in together])
    return task


def _ahead_of(place: QuerySet[Task], before: Task | None) -> UUID | None:
    """The sibling that `before` follows now, None when it is the first or not among them."""
    if before is None:
        return None
    keys = list(place.values_list("pk", flat=True))
    index = keys.index(before.pk) if before.pk in keys else 0
    return keys[index - 1] if index else None


def _changeable(task: Task, by: Actor) -> Task:
    """A locked task, looked at anew: while one waited for it, it may have gone where one may not follow."""
    require(can_edit_task(by, task))
    if task.deleted_at or (task.project and task.project.deleted_at):
        raise Conflict(_("This task is in the bin. Restore it first."))
    return task


def _put_labels(task: Task, labels: list[Label]) -> None:
    TaskLabel.objects.bulk_create(TaskLabel(workspace_id=task.workspace_id, task=task, label=label) for label in labels)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def cleaned(values: dict[str, Any], by: Actor) -> dict[str, Any]:
    """The columns for the given fields, checked; raises Invalid at the first that cannot be."""
    columns: dict[str, Any] = {}
    for field, value in values.items():
        if field == "title":
            columns[field] = clean_line(str(value), field=field, length=TITLE_LENGTH, required=True)
        elif field == "description":
            columns[field] = clean_text(str(value), field=field)
        elif field == "priority":
            if value not in Priority.values:
                raise Invalid(_("Choose a priority from 1 to 4."), field=field)
            columns[field] = value
        elif field == "estimate":
            if value is not None and not 0 < value <= LONGEST_ESTIMATE:
                raise Invalid(_("Give an estimate of more than nothing and at most 10,000 hours."), field=field)
            columns[field] = value
        elif field == "due":
            columns.update(value.checked().columns(by.zone) if value else NO_DUE)
        else:
            raise Invalid(_("This cannot be changed."), field=field)
    return columns
