"""Copies beside their original. They are open and have no past: no comments, time, files, reminders or completions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.blueprints.actions.making import calendar_of, founded, planted
from workstate.blueprints.build import Spot
from workstate.blueprints.snapshot import project_tree, task_tree
from workstate.blueprints.tree import Keep
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, require
from workstate.core.text import NAME_LENGTH
from workstate.core.turns import made_before, take_identifier
from workstate.projects.actions.places import kept, position_after
from workstate.projects.extensions import copy_looks
from workstate.projects.models import Project
from workstate.projects.policies import can_create_project, can_edit_project
from workstate.tasks.actions import placement
from workstate.tasks.actions.acts import lock_rows, require_changeable
from workstate.tasks.actions.placement import lock_list, require_place
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task

AS_IT_IS = Keep()


@transaction.atomic
def duplicate_task(task: Task, *, by: Actor, with_children: bool = True, id: UUID | None = None) -> Task:
    """
    Put a copy of the task right behind it, under the same title, with its labels, assignees, estimate, dates and repeat.

    What is under it is copied too, as open tasks, but for what is cancelled, archived or in the bin. The same id again
    answers with the copy of the first time. Raises Invalid for a project in the archive, Conflict for the bin.
    """
    require(can_edit_task(by, task))
    take_identifier(id)
    lock_list(by.workspace, task.project, by.user)
    if made := made_before(Task.objects.all(), id, by=by, maker="created_by"):
        return made
    rows = lock_rows([task.pk, *([task.parent_id] if task.parent_id else [])])
    original = rows[task.pk]
    if (original.project_id, original.parent_id) != (task.project_id, task.parent_id):
        raise Conflict(_("Somebody moved this at the same moment, and nothing was done. Try again."))
    require_changeable([original], by=by)
    require_place(by, original.project, None, rows[original.parent_id] if original.parent_id else None)

    tree = task_tree(original, by=by, with_children=with_children)
    siblings = Task.objects.filter(
        workspace=by.workspace,
        project=original.project_id,
        section=original.section_id,
        parent=original.parent_id,
        deleted_at=None,
    ).by_position()
    if original.project_id is None:
        siblings = siblings.filter(created_by=by.user)
    spot = Spot(
        original.project, original.section_id, original.parent_id, placement.position_after(siblings, original.pk)
    )
    return planted(tree, by=by, spot=spot, calendar=calendar_of(tree, None), id=id)


@transaction.atomic
def duplicate_project(
    project: Project,
    *,
    by: Actor,
    name: str = "",
    start: date | None = None,
    workdays: bool = False,
    keep: Keep = AS_IT_IS,
    id: UUID | None = None,
) -> Project:
    """
    Put a copy of the project behind it, with its sections, tasks in their order, links and what `keep` says.

    With a `start` all dates move so that the earliest is that day; with `workdays` they keep their distance in days from
    Monday to Friday. Projects under it stay where they are. The copy is active, also of an archived one. The same id
    again answers with the copy of the first time. Raises Invalid at name or start, Conflict for one in the bin.
    """
    require(can_create_project(by) and can_edit_project(by, project))
    take_identifier(id)
    if made := made_before(Project.objects.all(), id, by=by, maker="created_by"):
        return made
    project = kept(Project.objects.select_related("client", "folder", "parent").get(pk=project.pk))
    parent = project.parent if project.parent and _takes_more(project.parent) else None
    tree = project_tree(project, by=by, keep=keep)
    copy = founded(
        tree,
        name or name_of_copy(project.name),
        by=by,
        calendar=calendar_of(tree, start, workdays=workdays),
        id=id,
        client=project.client,
        folder=project.folder,
        parent=parent,
        original=project,
    )
    # The order of projects is ours since create_project() took its turn.
    beside = Project.objects.filter(workspace=by.workspace, folder=copy.folder_id, parent=copy.parent_id)
    if parent == project.parent:
        copy.position = position_after(beside.filter(deleted_at=None).exclude(pk=copy.pk), project.pk)
        copy.save(update_fields=["position"])
    copy_looks(project, copy, by)
    return copy


def _takes_more(parent: Project) -> bool:
    return parent.deleted_at is None and parent.archived_at is None


def name_of_copy(name: str) -> str:
    """Website (copy); a long name is cut so that this still fits."""
    said = _("%s (copy)")
    return said % name[: NAME_LENGTH - len(said) + 2]
