"""Where a project stands: in a folder, under another project, between which siblings."""

from __future__ import annotations

from typing import Literal, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ordering import between, in_order, many_between
from workstate.core.turns import take_turn
from workstate.projects.models import Folder, Project
from workstate.projects.policies import can_change_project, can_edit_folder

LONGEST_POSITION = 120

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def move_project(
    project: Project,
    *,
    by: Actor,
    folder: Folder | None | Literal["same"] = "same",
    parent: Project | None | Literal["same"] = "same",
    after: Project | None = None,
    before: Project | None = None,
    last: bool = False,
) -> Project:
    """
    Put the project, and with it what is under it, in a folder, under a project or at the top; behind a sibling, ahead of
    one, first, or last.

    "same" keeps where it is; a folder takes it from under a project and the other way round. Raises Invalid for a ring.
    """
    require(can_change_project(by, project))
    lock_order(by)
    project = locked(project)
    if folder == "same":
        folder = None if parent not in ("same", None) else project.folder
    if parent == "same":
        parent = None if folder else project.parent
    require_place(by, folder, parent)
    if parent and project.pk in line_above(parent):
        raise Invalid(_("A project cannot be put under itself."), field="parent")

    place = _siblings(by, folder, parent).exclude(pk=project.pk)
    position = between(last_position(place), None) if last else position_after(place, behind_of(place, after, before))
    path = {
        "before": {"folder": _plain(project.folder_id), "parent": _plain(project.parent_id)},
        "after": {"folder": _plain(folder.pk if folder else None), "parent": _plain(parent.pk if parent else None)},
    }
    project.folder, project.parent, project.position = folder, parent, position
    project.save(update_fields=["folder", "parent", "position"])
    record(Verb.PROJECT_MOVED, project, by=by, **path)
    return project


def require_place(by: Actor, folder: Folder | None, parent: Project | None) -> None:
    """Refuse a place that the actor may not fill or that is gone; asked for after lock_order()."""
    if folder and parent:
        raise Invalid(_("Choose a folder or a project, not both."), field="parent")
    if folder:
        require(can_edit_folder(by, folder))
        if Folder.objects.filter(pk=folder.pk, deleted_at=None).first() is None:
            raise Invalid(_("This folder was deleted. Reload the page and choose another."), field="folder")
    if parent:
        require(can_change_project(by, parent))
        there = locked(parent)
        if there.deleted_at or there.archived_at:
            raise Invalid(_("That project is archived or deleted. Restore it first."), field="parent")


def line_above(project: Project) -> list[UUID]:
    """The project and all that it stands under, upwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE line AS (SELECT id, parent_id FROM projects_project WHERE id = %s "
            "UNION SELECT above.id, above.parent_id FROM projects_project above JOIN line ON above.id = line.parent_id)"
            " SELECT id FROM line",
            [project.pk],
        )
        return [row[0] for row in cursor.fetchall()]


def lock_order(by: Actor) -> None:
    """
    One at a time puts projects, folders and sections of a workspace in order: two who place something at the same end
    get different keys, and two who put projects under each other make no ring.
    """
    take_turn(f"projects:{by.workspace.pk}")


def locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).select_related("folder", "parent").get(pk=project.pk)


def kept(project: Project) -> Project:
    if project.deleted_at:
        raise Conflict(_("This project is in the bin. Restore it first."))
    return project


def last_position(rows: QuerySet[Row]) -> str | None:
    return rows.order_by("-position").values_list("position", flat=True).first()


def behind_of(rows: QuerySet[Row], after: Row | None, before: Row | None) -> UUID | None:
    """Behind which of the rows: `after`, or the one that `before` follows now; None for the first place."""
    if after is not None or before is None:
        return after.pk if after is not None else None
    keys = list(rows.order_by("position", "id").values_list("pk", flat=True))
    index = keys.index(before.pk) if before.pk in keys else 0
    return keys[index - 1] if index else None


def position_after(rows: QuerySet[Row], after: UUID | None) -> str:
    """A key behind the row `after`, or ahead of all. Spreads the rows anew when their keys leave no room."""
    keys = list(rows.order_by("position", "id").values_list("pk", "position"))
    index = next((i + 1 for i, (pk, _position) in enumerate(keys) if pk == after), 0)
    ahead = keys[index - 1][1] if index else None
    behind = keys[index][1] if index < len(keys) else None
    if in_order([key for key in (ahead, behind) if key]):
        key = between(ahead, behind)
        if len(key) <= LONGEST_POSITION:
            return key
    fresh = many_between(None, None, len(keys) + 1)
    others = fresh[:index] + fresh[index + 1 :]
    spread = [rows.model(pk=pk, position=key) for (pk, _old), key in zip(keys, others, strict=True)]
    rows.model._default_manager.bulk_update(spread, ["position"])
    return fresh[index]


def _siblings(by: Actor, folder: Folder | None, parent: Project | None) -> QuerySet[Project]:
    return Project.objects.filter(workspace=by.workspace, folder=folder, parent=parent, deleted_at=None)


def _plain(pk: UUID | None) -> str | None:
    return str(pk) if pk else None
