"""Many tasks at once: what an import or a sample workspace needs. One event tells of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record, record_many
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role
from workstate.core.clock import now
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import many_between
from workstate.projects.models import Project, Section
from workstate.tasks.actions.fields import cleaned
from workstate.tasks.actions.placement import last_position, lock_list, next_numbers, require_place
from workstate.tasks.due import Due
from workstate.tasks.models import Label, Priority, Recurrence, Task, TaskAssignee, TaskLabel
from workstate.tasks.policies import can_create_task
from workstate.tasks.recurrence import Repeat, checked
from workstate.workspaces.models import Membership


@dataclass(frozen=True, slots=True)
class NewTask:
    """
    A task to be written. `parent` may be the id of one earlier in the same call; `estimate` is in seconds.

    `created_at` and `completed_at` are instants of the past, for what was planned or done elsewhere.
    """

    title: str
    description: str = ""
    priority: int = Priority.P4
    estimate: int | None = None
    due: Due | None = None
    start_on: date | None = None
    deferred_until: date | None = None
    deadline_on: date | None = None
    repeat: Repeat | None = None
    section: UUID | None = None
    parent: UUID | None = None
    labels: tuple[UUID, ...] = ()
    assignees: tuple[UUID, ...] = ()
    created_at: datetime | None = None
    completed_at: datetime | None = None
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def create_tasks(
    batches: Iterable[Sequence[NewTask]],
    *,
    project: Project | None,
    by: Actor,
    written: Callable[[Sequence[Task]], None] | None = None,
    batch: UUID | None = None,
) -> int:
    """
    Write tasks at the end of a project's list (or the actor's inbox), in their order, all or none; answers how many.

    Without a name for the act (`batch`) one event tells of all; with it each task has its own, and all are undone by it.
    `batches` is taken as it is written, so any number of tasks needs the memory of one batch; `written` is told of each.
    Raises Invalid at the field, NotAllowed for a project one may not fill.
    """
    require(can_create_task(by))
    require_place(by, project, None, None)
    lock_list(by.workspace, project, by.user)
    places = _Places(by, project)
    here = Task.objects.filter(workspace=by.workspace, project=project, deleted_at=None)
    last = last_position(here if project else here.filter(created_by=by.user))
    count, at = 0, now()
    for some in batches:
        numbers = next_numbers(by.workspace, len(some))
        positions = many_between(last, None, len(some))
        tasks = []
        for new, number, position in zip(some, numbers, positions, strict=True):
            tasks.append(
                Task(
                    id=new.id,
                    workspace_id=by.workspace.pk,
                    number=number,
                    project=project,
                    section_id=new.section,
                    parent_id=new.parent,
                    position=position,
                    created_by_id=by.user.pk,
                    created_at=_past(new.created_at, at, field="created_at") or at,
                    completed_at=_past(new.completed_at, at, field="completed_at"),
                    completed_by_id=by.user.pk if new.completed_at else None,
                    **cleaned(
                        {
                            "title": new.title,
                            "description": new.description,
                            "priority": new.priority,
                            "estimate": new.estimate,
                            "due": new.due,
                            "start_on": new.start_on,
                            "deferred_until": new.deferred_until,
                            "deadline_on": new.deadline_on,
                        },
                        by,
                    ),
                )
            )
        places.check(some)
        Task.objects.bulk_create(tasks)
        TaskLabel.objects.bulk_create(
            TaskLabel(workspace_id=by.workspace.pk, task_id=new.id, label_id=label)
            for new in some
            for label in new.labels
        )
        TaskAssignee.objects.bulk_create(
            TaskAssignee(workspace_id=by.workspace.pk, task_id=new.id, member_id=member)
            for new in some
            for member in new.assignees
        )
        Recurrence.objects.bulk_create(
            _recurrence(task, new.repeat) for task, new in zip(tasks, some, strict=True) if new.repeat
        )
        last = positions[-1] if positions else last
        count += len(tasks)
        if written:
            written(tasks)
        if batch:
            told = [(task, {"number": task.number, "title": task.title}) for task in tasks]
            record_many(Verb.TASK_CREATED, told, by=by, batch=batch)
    if count and not batch:
        record(Verb.TASKS_CREATED, project or by.workspace, by=by, count=count)
    return count


def _recurrence(task: Task, repeat: Repeat) -> Recurrence:
    """Raises Invalid for a rule without a day to count from."""
    rule = checked(repeat)
    if task.due_on is None:
        raise Invalid(_("Say when the task is due first."), field="repeat")
    return Recurrence(
        task=task,
        workspace_id=task.workspace_id,
        rule=rule.rule,
        anchor=rule.anchor,
        times=list(rule.times),
        start_on=task.due_on,
    )


def _past(instant: datetime | None, at: datetime, *, field: str) -> datetime | None:
    if instant and instant > at:
        raise Invalid(_("This is in the future."), field=field)
    return instant


class _Places:
    """The sections, parents and labels that the tasks name, looked up once each."""

    def __init__(self, by: Actor, project: Project | None) -> None:
        self._by = by
        self._project = project
        self._parents: set[UUID] = set()
        self._sections: set[UUID] = set()
        self._labels: set[UUID] = set()
        self._members: set[UUID] = set()

    def check(self, batch: Sequence[NewTask]) -> None:
        by = self._by
        outside: set[UUID] = set()
        for new in batch:
            if new.parent and new.parent not in self._parents:
                outside.add(new.parent)
            self._parents.add(new.id)
        if outside:
            there = Task.objects.visible_to(by).kept().filter(pk__in=outside, project=self._project)
            outside -= set(there.values_list("pk", flat=True))
        if outside:
            raise Invalid(_("This task cannot be put under a task of another list."), field="parent")
        sections = {new.section for new in batch if new.section} - self._sections
        if sections:
            found = Section.objects.visible_to(by).filter(pk__in=sections, project=self._project).order_by("pk")
            # Whoever deletes a section waits for this or is waited for.
            self._sections |= {row.pk for row in found.select_for_update(of=("self",), no_key=True)}
        if sections - self._sections:
            raise Invalid(_("This section belongs to another project."), field="section")
        members = {member for new in batch for member in new.assignees} - self._members
        if members:
            people = Membership.objects.visible_to(by).filter(pk__in=members)
            people = people.exclude(role=Role.GUEST) if self._project else people.filter(user=by.user)
            self._members |= set(people.values_list("pk", flat=True))
        if members - self._members:
            raise Invalid(_("This task cannot be given to them: they do not see it."), field="assignees")
        labels = {label for new in batch for label in new.labels} - self._labels
        if labels:
            self._labels |= set(Label.objects.visible_to(by).filter(pk__in=labels).values_list("pk", flat=True))
        if labels - self._labels:
            raise Invalid(_("There is no such label."), field="labels")
