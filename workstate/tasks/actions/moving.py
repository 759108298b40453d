"""Where tasks stand: another project, section or parent, another place among siblings; one by hand or many to the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import many_between
from workstate.projects.models import Project, Section
from workstate.tasks.access import learn_levels_of
from workstate.tasks.actions.acts import Act, Change, lock_rows, lock_tasks, lock_trees, tell, write_columns
from workstate.tasks.actions.placement import (
    hold_section,
    last_position,
    lock_list,
    position_after,
    positions_after,
    require_place,
    siblings,
)
from workstate.tasks.actions.returning import left_behind
from workstate.tasks.models import Task, TaskAssignee
from workstate.tasks.policies import can_edit_task


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
    rows, trees = _locked([task], by, project, section, parent)
    place = siblings(by.workspace, project, section, parent, by.user).exclude(pk=task.pk)
    position = position_after(place, after.pk if after else _ahead_of(place, before))
    _put(rows, [position], trees, by, project, section, parent, new_id())
    return rows[0]


@transaction.atomic
def move_to_end(
    task: Task, *, by: Actor, project: Project | None, section: Section | None = None, parent: Task | None = None
) -> Task:
    """Put the task, with all that is under it, behind all others of a list, a section, a parent."""
    return move_tasks([task], by=by, project=project, section=section, parent=parent).tasks[0]


@transaction.atomic
def move_tasks(
    tasks: Iterable[Task],
    *,
    by: Actor,
    project: Project | None,
    section: Section | None = None,
    parent: Task | None = None,
    after: Task | None = None,
    before: Task | None = None,
    batch: UUID | None = None,
) -> Act:
    """
    Put tasks, each with what is under it, in their order behind a sibling, ahead of one, or without either behind all others.

    One that stands under another of them moves along with it.
    """
    tasks = list(tasks)
    learn_levels_of(tasks, by)
    for task in tasks:
        require(can_edit_task(by, task))
    rows, trees = _locked(tasks, by, project, section, parent)
    chosen = {task.pk for task in rows}
    roots = [task for task in rows if not _above(task, trees) & chosen]
    place = siblings(by.workspace, project, section, parent, by.user).exclude(pk__in=[task.pk for task in roots])
    if after or before:
        positions = positions_after(place, after.pk if after else _ahead_of(place, before), len(roots))
    else:
        positions = many_between(last_position(place), None, len(roots))
    act = Act(rows, batch or new_id())
    _put(roots, positions, trees, by, project, section, parent, act.batch)
    return act


def _locked(
    tasks: Sequence[Task], by: Actor, project: Project | None, section: Section | None, parent: Task | None
) -> tuple[list[Task], dict[UUID, Task]]:
    """The tasks and all that is under them, in a list whose order nobody else changes meanwhile; refuses a place that cannot be."""
    require_place(by, project, section, parent)
    if project is None and any(task.created_by_id != by.user.pk for task in tasks):
        raise Invalid(_("Only whoever made this task can put it into their inbox."), field="project")
    hold_section(section)
    lock_list(by.workspace, project, by.user)
    trees = lock_trees(tasks)
    rows = lock_tasks(tasks, by=by)
    if parent:
        if parent.pk in trees:
            raise Invalid(_("A task cannot be put under itself."), field="parent")
        now_parent = lock_rows([parent.pk])[parent.pk]
        # Whoever put the parent under one of these was faster, or waits until this is done and then looks again.
        if parent.pk in lock_trees(tasks):
            raise Invalid(_("A task cannot be put under itself."), field="parent")
        require_place(by, project, section, now_parent)
    return rows, trees


def _put(
    roots: Sequence[Task],
    positions: Sequence[str],
    trees: dict[UUID, Task],
    by: Actor,
    project: Project | None,
    section: Section | None,
    parent: Task | None,
    batch: UUID,
) -> None:
    pk = section.pk if section else None
    where = {"project_id": project.pk if project else None, "section_id": pk}
    changes = []
    for task, position in zip(roots, positions, strict=True):
        columns = {**where, "parent_id": parent.pk if parent else None, "position": position}
        changes.append(Change(task, columns))
    moved = {task.pk for task in roots}
    along = left_behind([Change(task, dict(where)) for key, task in trees.items() if key not in moved], by)
    for change in [*changes, *along]:
        # Where it came from is told in full, also of what stays: who may know of it hangs on the project.
        change.data["from"] = str(change.task.project_id) if change.task.project_id else None
    tell(Verb.TASK_MOVED, write_columns([*changes, *along]), by=by, batch=batch)
    if project is None:
        # In an inbox a task is its maker's alone.
        own = TaskAssignee.objects.filter(task__in=list(trees))
        own.exclude(member__user=by.user).delete()


def _above(task: Task, trees: dict[UUID, Task]) -> set[UUID]:
    """Of the locked trees, what the task stands under."""
    found: set[UUID] = set()
    above = task.parent_id
    while above and above in trees and above not in found:
        found.add(above)
        above = trees[above].parent_id
    return found


def _ahead_of(place: QuerySet[Task], before: Task | None) -> UUID | None:
    """The sibling that `before` follows now, None when it is the first or not among them."""
    if before is None:
        return None
    keys = list(place.values_list("pk", flat=True))
    index = keys.index(before.pk) if before.pk in keys else 0
    return keys[index - 1] if index else None
