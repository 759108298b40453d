from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, require
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import made_before, take_identifier
from workstate.projects.actions.places import behind_of, last_position, lock_order, position_after
from workstate.projects.models import Folder, Project
from workstate.projects.policies import can_create_project, can_edit_folder


@transaction.atomic
def create_folder(name: str, *, by: Actor, id: UUID | None = None) -> Folder:
    """Make a folder behind the others. The same id again answers with the folder it made the first time."""
    require(can_create_project(by))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    take_identifier(id)
    lock_order(by)
    if made := made_before(Folder.objects.all(), id, by=by, maker="created_by"):
        return made
    last = last_position(Folder.objects.filter(workspace=by.workspace))
    folder = Folder.objects.create(
        id=id or new_id(), workspace=by.workspace, name=name, position=between(last, None), created_by=by.user
    )
    record(Verb.FOLDER_CREATED, folder, by=by, name=name)
    return folder


@transaction.atomic
def change_folder(folder: Folder, *, by: Actor, name: str) -> Folder:
    require(can_edit_folder(by, folder))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    folder = _kept(_locked(folder))
    if folder.name != name:
        before, folder.name = folder.name, name
        folder.save(update_fields=["name"])
        record(Verb.FOLDER_CHANGED, folder, by=by, before={"name": before}, after={"name": name})
    return folder


@transaction.atomic
def move_folder(folder: Folder, *, by: Actor, after: Folder | None = None, before: Folder | None = None) -> Folder:
    """Put the folder behind another one, ahead of one, or first."""
    require(can_edit_folder(by, folder))
    lock_order(by)
    folder = _kept(_locked(folder))
    place = Folder.objects.filter(workspace=by.workspace, deleted_at=None).exclude(pk=folder.pk)
    folder.position = position_after(place, behind_of(place, after, before))
    folder.save(update_fields=["position"])
    record(Verb.FOLDER_MOVED, folder, by=by)
    return folder


@transaction.atomic
def delete_folder(folder: Folder, *, by: Actor) -> Folder:
    """Take the folder away. Its projects stay, without a folder; the event says which they were, for Undo."""
    require(can_edit_folder(by, folder))
    lock_order(by)
    folder = _locked(folder)
    if folder.deleted_at is None:
        inside = Project.objects.filter(folder=folder)
        projects = [str(pk) for pk in inside.by_position().values_list("pk", flat=True)]
        inside.update(folder=None)
        folder.deleted_at = now()
        folder.save(update_fields=["deleted_at"])
        record(Verb.FOLDER_DELETED, folder, by=by, name=folder.name, projects=projects)
    return folder


@transaction.atomic
def restore_folder(folder: Folder, *, by: Actor) -> Folder:
    """Bring the folder back, with those of its projects that have not been put elsewhere since."""
    require(can_edit_folder(by, folder))
    lock_order(by)
    folder = _locked(folder)
    if folder.deleted_at is not None:
        deleted = Event.objects.filter(
            workspace=by.workspace, verb=Verb.FOLDER_DELETED, subject_id=str(folder.pk)
        ).latest("pk")
        loose = Project.objects.filter(
            workspace=by.workspace, pk__in=deleted.data["projects"], folder=None, parent=None
        )
        loose.update(folder=folder)
        folder.deleted_at = None
        folder.save(update_fields=["deleted_at"])
        record(Verb.FOLDER_RESTORED, folder, by=by)
    return folder


def _locked(folder: Folder) -> Folder:
    return Folder.objects.select_for_update().get(pk=folder.pk)


def _kept(folder: Folder) -> Folder:
    if folder.deleted_at:
        raise Conflict(_("This folder was deleted. Undo that first, or reload the page."))
    return folder
