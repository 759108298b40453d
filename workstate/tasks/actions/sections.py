"""What becomes of a section's tasks when it goes: into the bin, into another section, with it into another project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.projects.actions import keep_section, lock_section, move_section_to, remove_section
from workstate.projects.models import Project, Section
from workstate.projects.policies import can_edit_project
from workstate.tasks.actions.acts import MOST
from workstate.tasks.actions.deleting import delete_tasks
from workstate.tasks.actions.moving import move_tasks
from workstate.tasks.actions.undoing import undo
from workstate.tasks.models import Task

Bin = Literal["bin"]


@transaction.atomic
def delete_section(section: Section, *, by: Actor, tasks_to: Section | None | Bin = None) -> Section:
    """
    Take the section away. Its tasks, done ones too, go to no section, to another of the project, or into the bin.

    Raises Invalid for a section of another project.
    """
    require(can_edit_project(by, section.project))
    section = lock_section(section)
    if isinstance(tasks_to, Section) and (tasks_to.project_id != section.project_id or tasks_to.pk == section.pk):
        raise Invalid(_("Choose another section of this project."), field="tasks")
    batch, count = new_id(), 0
    for tasks in _chunks(section):
        if tasks_to == "bin":
            delete_tasks(tasks, by=by, batch=batch)
        else:
            move_tasks(tasks, by=by, project=section.project, section=tasks_to, batch=batch)
        count += len(tasks)
    remove_section(section, by=by, batch=str(batch), tasks=count)
    return section


@transaction.atomic
def restore_section(section: Section, *, by: Actor) -> Section:
    """Bring a section back and, to whoever deleted it, those of its tasks that nobody has moved since."""
    require(can_edit_project(by, section.project))
    section = lock_section(section, with_deleted=True)
    if section.deleted_at is None:
        return section
    keep_section(section, by=by)
    deleted = Event.objects.filter(
        workspace=by.workspace, verb=Verb.SECTION_DELETED, subject_id=str(section.pk)
    ).latest("pk")
    if deleted.data["tasks"] and deleted.user_id == by.user.pk:
        try:
            with transaction.atomic():
                undo(UUID(deleted.data["batch"]), by=by)
        except Conflict:
            pass  # All of them went elsewhere meanwhile: the section comes back empty.
    return section


@transaction.atomic
def transfer_section(section: Section, *, by: Actor, project: Project) -> Section:
    """Move the section with all its tasks behind the sections of another project."""
    require(can_edit_project(by, section.project))
    section = lock_section(section)
    if project.pk == section.project_id:
        return section
    before = list(_chunks(section))
    section = move_section_to(section, project, by=by)
    batch = new_id()
    for tasks in before:
        move_tasks(tasks, by=by, project=project, section=section, batch=batch)
    # What lies in the bin goes along, or it could not come back to its section.
    Task.objects.filter(section=section, deleted_at__isnull=False).update(project=project)
    return section


def _chunks(section: Section) -> Iterator[list[Task]]:
    """The section's tasks by the five hundred, in order; those that hang under another of them go where that one goes."""
    tasks = Task.objects.filter(section=section, deleted_at=None).by_position()
    roots = tasks.exclude(parent__in=Task.objects.filter(section=section, deleted_at=None))
    found = list(roots)
    for first in range(0, len(found), MOST):
        yield found[first : first + MOST]
