from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.colours import COLOURS, DEFAULT_COLOUR, colour_for
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import between, many_between
from workstate.core.text import NAME_LENGTH, clean_line, clean_text
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.projects.models import Client, Favourite, Project, Section
from workstate.projects.policies import can_create_project, can_edit_project

CHANGEABLE = ("name", "description", "colour", "client")


@transaction.atomic
def create_project(
    name: str,
    *,
    by: Actor,
    id: UUID | None = None,
    description: str = "",
    colour: str = "",
    client: Client | None = None,
) -> Project:
    """Make a project at the end of the list. The same id again answers with the project it made the first time."""
    require(can_create_project(by))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    description = clean_text(description, field="description")
    colour = _clean_colour(colour) if colour else colour_for(name)
    take_identifier(id)
    _lock_order(by)
    if made := made_before(Project.objects.all(), id, by=by, maker="created_by"):
        return made
    project = Project.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        client=client,
        name=name,
        description=description,
        colour=colour,
        position=between(_last_position(by), None),
        created_by=by.user,
    )
    record(Verb.PROJECT_CREATED, project, by=by, name=name)
    return project


@transaction.atomic
def change_project(project: Project, *, by: Actor, **changes: object) -> Project:
    """Change name, description, colour or client; raises Invalid at the field."""
    require(can_edit_project(by, project))
    project = _kept(_locked(project))
    before: dict[str, str] = {}
    for field, value in changes.items():
        if field == "name":
            value = clean_line(str(value), field=field, length=NAME_LENGTH, required=True)
        elif field == "description":
            value = clean_text(str(value), field=field)
        elif field == "colour":
            value = _clean_colour(str(value))
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
def move_project(project: Project, *, by: Actor, after: Project | None) -> Project:
    """Put the project behind another one in the list, or first."""
    require(can_edit_project(by, project))
    _lock_order(by)
    siblings = list(
        Project.objects.filter(workspace=by.workspace, deleted_at=None)
        .exclude(pk=project.pk)
        .by_position()
        .only("position")
    )
    index = next((i + 1 for i, sibling in enumerate(siblings) if after and sibling.pk == after.pk), 0)
    ahead = siblings[index - 1].position if index else None
    behind = siblings[index].position if index < len(siblings) else None
    project = _locked(project)
    project.position = between(ahead, behind)
    project.save(update_fields=["position"])
    record(Verb.PROJECT_MOVED, project, by=by)
    return project


@transaction.atomic
def archive_project(project: Project, *, by: Actor) -> Project:
    require(can_edit_project(by, project))
    project = _locked(project)
    if project.archived_at is None:
        project.archived_at, project.archived_by = now(), by.user
        project.save(update_fields=["archived_at", "archived_by"])
        record(Verb.PROJECT_ARCHIVED, project, by=by)
    return project


@transaction.atomic
def unarchive_project(project: Project, *, by: Actor) -> Project:
    require(can_edit_project(by, project))
    project = _locked(project)
    if project.archived_at is not None:
        project.archived_at, project.archived_by = None, None
        project.save(update_fields=["archived_at", "archived_by"])
        record(Verb.PROJECT_UNARCHIVED, project, by=by)
    return project


@transaction.atomic
def delete_project(project: Project, *, by: Actor) -> Project:
    """Put the project in the bin. Its tasks go with it and come back with it: they are seen through their project."""
    require(can_edit_project(by, project))
    project = _locked(project)
    if project.deleted_at is None:
        project.deleted_at, project.deleted_by = now(), by.user
        project.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.PROJECT_DELETED, project, by=by, name=project.name)
    return project


@transaction.atomic
def restore_project(project: Project, *, by: Actor) -> Project:
    require(can_edit_project(by, project))
    project = _locked(project)
    if project.deleted_at is not None:
        project.deleted_at, project.deleted_by = None, None
        project.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.PROJECT_RESTORED, project, by=by)
    return project


@transaction.atomic
def favour_project(project: Project, *, by: Actor) -> None:
    _made, new = Favourite.objects.get_or_create(workspace=by.workspace, user=by.user, project=project)
    if new:
        record(Verb.PROJECT_FAVOURED, project, by=by)


@transaction.atomic
def unfavour_project(project: Project, *, by: Actor) -> None:
    removed, _rows = Favourite.objects.filter(user=by.user, project=project).delete()
    if removed:
        record(Verb.PROJECT_UNFAVOURED, project, by=by)


@transaction.atomic
def create_client(name: str, *, by: Actor) -> Client:
    """Make a client, or answer with the one of that name."""
    require(can_create_project(by))
    name = clean_line(name, field="client", length=NAME_LENGTH, required=True)
    # As the database compares names: in Python "İ" and "i" are two, and the second would be refused.
    same = Client.objects.visible_to(by).alias(small=Lower("name")).filter(small=Lower(Value(name)))
    if there := same.first():
        return there
    take_turn(f"clients:{by.workspace.pk}")
    if there := same.first():
        return there
    client = Client.objects.create(workspace=by.workspace, name=name)
    record(Verb.CLIENT_CREATED, client, by=by, name=name)
    return client


@transaction.atomic
def create_sections(names: Iterable[str], *, project: Project, by: Actor) -> list[Section]:
    """Add sections behind those that are there."""
    require(can_edit_project(by, project))
    cleaned = [clean_line(name, field="section", length=NAME_LENGTH, required=True) for name in names]
    project = _kept(_locked(project))
    last = Section.objects.filter(project=project).order_by("-position").values_list("position", flat=True).first()
    sections = Section.objects.bulk_create(
        Section(workspace=by.workspace, project=project, name=name, position=position)
        for name, position in zip(cleaned, many_between(last, None, len(cleaned)), strict=True)
    )
    for section in sections:
        record(Verb.SECTION_CREATED, section, by=by, name=section.name)
    return sections


def _clean_colour(colour: str) -> str:
    if colour not in COLOURS:
        raise Invalid(_("Choose one of the colours offered."), field="colour")
    return colour or DEFAULT_COLOUR


def _kept(project: Project) -> Project:
    if project.deleted_at:
        raise Conflict(_("This project is in the bin. Restore it first."))
    return project


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update().get(pk=project.pk)


def _lock_order(by: Actor) -> None:
    """Two people who place something at the same end at once must not get the same key."""
    take_turn(f"projects:{by.workspace.pk}")


def _last_position(by: Actor) -> str | None:
    return (
        Project.objects.filter(workspace=by.workspace).order_by("-position").values_list("position", flat=True).first()
    )
