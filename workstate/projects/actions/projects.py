from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.colours import COLOURS, DEFAULT_COLOUR, colour_for
from workstate.core.errors import Invalid, require
from workstate.core.icons import ICONS
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.text import NAME_LENGTH, clean_line, clean_text
from workstate.core.turns import made_before, take_identifier
from workstate.projects.actions.places import kept, last_position, lock_order, locked, require_place
from workstate.projects.actions.sharing import share_anew
from workstate.projects.models import Client, Folder, Level, Project
from workstate.projects.policies import can_change_project, can_create_project
from workstate.projects.queries import free_colour

CHANGEABLE = ("name", "description", "colour", "icon", "client")


@transaction.atomic
def create_project(
    name: str,
    *,
    by: Actor,
    id: UUID | None = None,
    description: str = "",
    colour: str = "",
    icon: str = "",
    client: Client | None = None,
    folder: Folder | None = None,
    parent: Project | None = None,
    like: Project | None = None,
) -> Project:
    """
    Make a project at the end of the list, a folder, or under another project. The same id again answers with the project
    it made the first time.

    Its maker administers it. Whoever sees the project that it is made `like`, else the one it stands under, sees it too.
    """
    require(can_create_project(by))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    description = clean_text(description, field="description")
    colour = _clean_colour(colour) if colour else ""
    icon = _clean_icon(icon)
    take_identifier(id)
    lock_order(by)
    if made := made_before(Project.objects.all(), id, by=by, maker="created_by"):
        return made
    require_place(by, folder, parent)
    project = Project.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        client=client,
        folder=folder,
        parent=parent,
        name=name,
        description=description,
        colour=colour or free_colour(by, first=colour_for(name)),
        icon=icon,
        position=between(last_position(_beside(by, parent, folder)), None),
        everyone=original.everyone if (original := like or parent) else Level.EDIT,
        created_by=by.user,
    )
    share_anew(project, original, by=by)
    record(Verb.PROJECT_CREATED, project, by=by, name=name)
    return project


@transaction.atomic
def change_project(project: Project, *, by: Actor, **changes: object) -> Project:
    """Change name, description, colour, icon or client; raises Invalid at the field."""
    require(can_change_project(by, project))
    project = kept(locked(project))
    before: dict[str, str] = {}
    for field, value in changes.items():
        if field == "name":
            value = clean_line(str(value), field=field, length=NAME_LENGTH, required=True)
        elif field == "description":
            value = clean_text(str(value), field=field)
        elif field == "colour":
            value = _clean_colour(str(value))
        elif field == "icon":
            value = _clean_icon(str(value))
        elif field not in CHANGEABLE:
            raise Invalid(_("This cannot be changed."), field=field)
        if getattr(project, field) != value:
            before[field] = str(getattr(project, field) or "")
            setattr(project, field, value)
    if before:
        project.save(update_fields=list(before))
        record(
            Verb.PROJECT_CHANGED,
            project,
            by=by,
            before=before,
            after={f: str(getattr(project, f) or "") for f in before},
        )
    return project


@transaction.atomic
def archive_project(project: Project, *, by: Actor) -> Project:
    """Put the project away. What stands under it stays where people see it: under the nearest project that is shown."""
    require(can_change_project(by, project))
    project = locked(project)
    if project.archived_at is None:
        project.archived_at, project.archived_by = now(), by.user
        project.save(update_fields=["archived_at", "archived_by"])
        record(Verb.PROJECT_ARCHIVED, project, by=by)
    return project


@transaction.atomic
def unarchive_project(project: Project, *, by: Actor) -> Project:
    require(can_change_project(by, project))
    project = locked(project)
    if project.archived_at is not None:
        project.archived_at, project.archived_by = None, None
        project.save(update_fields=["archived_at", "archived_by"])
        record(Verb.PROJECT_UNARCHIVED, project, by=by)
    return project


@transaction.atomic
def delete_project(project: Project, *, by: Actor) -> Project:
    """
    Put the project in the bin. Its tasks go with it and come back with it: they are seen through their project.

    Projects under it stay: nobody loses work by a click on something else. They stand under it again when it is restored.
    """
    require(can_change_project(by, project))
    project = locked(project)
    if project.deleted_at is None:
        project.deleted_at, project.deleted_by = now(), by.user
        project.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.PROJECT_DELETED, project, by=by, name=project.name)
    return project


@transaction.atomic
def restore_project(project: Project, *, by: Actor) -> Project:
    require(can_change_project(by, project))
    project = locked(project)
    if project.deleted_at is not None:
        project.deleted_at, project.deleted_by = None, None
        project.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.PROJECT_RESTORED, project, by=by)
    return project


def _beside(by: Actor, parent: Project | None, folder: Folder | None) -> QuerySet[Project]:
    return Project.objects.filter(workspace=by.workspace, parent=parent, folder=folder)


def _clean_colour(colour: str) -> str:
    if colour not in COLOURS:
        raise Invalid(_("Choose one of the colours offered."), field="colour")
    return colour or DEFAULT_COLOUR


def _clean_icon(icon: str) -> str:
    if icon and icon not in ICONS:
        raise Invalid(_("Choose one of the icons offered."), field="icon")
    return icon
