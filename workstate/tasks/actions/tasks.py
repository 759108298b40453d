from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import require
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.turns import made_before, take_identifier
from workstate.projects.models import Project, Section
from workstate.tasks.actions.changing import change_task
from workstate.tasks.actions.fields import cleaned
from workstate.tasks.actions.labels import labels_named
from workstate.tasks.actions.placement import (
    hold_section,
    last_position,
    lock_list,
    lock_task,
    next_numbers,
    require_place,
    siblings,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Priority, Task, TaskLabel
from workstate.tasks.policies import can_create_task, can_edit_task
from workstate.tasks.recurrence import Repeat
from workstate.workspaces.models import Membership


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
    assignees: Iterable[Membership] = (),
    description: str = "",
    priority: int = Priority.P4,
    estimate: int | None = None,
    due: Due | None = None,
    start_on: date | None = None,
    deferred_until: date | None = None,
    deadline_on: date | None = None,
    repeat: Repeat | None = None,
) -> Task:
    """
    Make a task at the end of its list; without a project it goes into the actor's inbox.

    Labels are names and are made where missing; estimate is in seconds; a task that repeats is due the first time that its
    rule says unless `due` does. The same id again answers with the task it made the first time. Raises Invalid at the field,
    NotAllowed for a project one may not fill.
    """
    require(can_create_task(by))
    if parent:
        require(can_edit_task(by, parent))
    require_place(by, project, section, parent)
    columns = cleaned(
        {
            "title": title,
            "description": description,
            "priority": priority,
            "estimate": estimate,
            "due": due,
            "start_on": start_on,
            "deferred_until": deferred_until,
            "deadline_on": deadline_on,
        },
        by,
    )
    take_identifier(id)
    hold_section(section)
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
        **columns,
    )
    TaskLabel.objects.bulk_create(
        TaskLabel(workspace_id=task.workspace_id, task=task, label=label) for label in labels_named(labels, by=by)
    )
    record(Verb.TASK_CREATED, task, by=by, number=task.number, title=task.title)
    if people := list(assignees):
        task = change_task(task, by=by, assignees=people)
    return change_task(task, by=by, repeat=repeat) if repeat else task
