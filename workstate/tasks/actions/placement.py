"""Where a task stands: in which list, under which parent, between which siblings."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.ordering import in_order, many_between
from workstate.core.turns import take_turn
from workstate.projects.models import Project, Section
from workstate.projects.policies import can_edit_project
from workstate.tasks.access import with_their_project
from workstate.tasks.models import Task
from workstate.workspaces.models import Workspace

LONGEST_POSITION = 120


def require_place(by: Actor, project: Project | None, section: Section | None, parent: Task | None) -> None:
    """Refuse a place that the actor may not fill or that contradicts itself."""
    if project:
        require(can_edit_project(by, project))
        if project.deleted_at or project.archived_at:
            raise Invalid(_("This project is archived or deleted. Restore it first."), field="project")
    if section and section.project_id != (project.pk if project else None):
        raise Invalid(_("This section belongs to another project."), field="section")
    if parent and (parent.project_id != (project.pk if project else None) or parent.deleted_at):
        raise Invalid(_("This task cannot be put under a task of another list."), field="parent")


def hold_section(section: Section | None) -> None:
    """Whoever deletes the section waits until this transaction ends, or was faster: then raises Invalid. Ask before lock_list()."""
    if section is None:
        return
    kept = Section.objects.filter(pk=section.pk, project=section.project_id, deleted_at=None)
    if kept.select_for_update(no_key=True).order_by("pk").first() is None:
        raise Invalid(_("This section was deleted. Reload the page and choose another."), field="section")


def lock_list(workspace: Workspace, project: Project | None, owner: User) -> None:
    """Serialise changes of one list's order, so that two who place at the same end get different keys."""
    name = f"tasks:{project.pk}" if project else f"inbox:{workspace.pk}:{owner.pk}"
    take_turn(name)


def siblings(
    workspace: Workspace, project: Project | None, section: Section | None, parent: Task | None, owner: User
) -> QuerySet[Task]:
    rows = Task.objects.filter(workspace=workspace, project=project, section=section, parent=parent, deleted_at=None)
    return (rows if project else rows.filter(created_by=owner)).by_position()


def last_position(rows: QuerySet[Task]) -> str | None:
    return rows.order_by("-position").values_list("position", flat=True).first()


def position_after(rows: QuerySet[Task], after: UUID | None) -> str:
    """A key behind the sibling `after`, or ahead of all."""
    return positions_after(rows, after, 1)[0]


def positions_after(rows: QuerySet[Task], after: UUID | None, count: int) -> list[str]:
    """Keys in their order behind the sibling `after`, or ahead of all. Spreads the siblings anew when theirs leave no room."""
    keys = list(rows.values_list("pk", "position"))
    index = next((i + 1 for i, (pk, _position) in enumerate(keys) if pk == after), 0)
    positions = [position for _pk, position in keys]
    ahead = positions[index - 1] if index else None
    behind = positions[index] if index < len(positions) else None
    if in_order([key for key in (ahead, behind) if key]):
        found = many_between(ahead, behind, count)
        if all(len(key) <= LONGEST_POSITION for key in found):
            return found
    fresh = many_between(None, None, len(keys) + count)
    spread = [
        Task(pk=pk, position=key) for (pk, _old), key in zip(keys, fresh[:index] + fresh[index + count :], strict=True)
    ]
    Task.objects.bulk_update(spread, ["position"])
    return fresh[index : index + count]


def next_numbers(workspace: Workspace, count: int = 1) -> range:
    """Fresh task numbers; the row lock makes concurrent creations take turns until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tasks_tasknumber AS n (workspace_id, last) VALUES (%s, %s) "
            "ON CONFLICT (workspace_id) DO UPDATE SET last = n.last + excluded.last RETURNING last",
            [workspace.pk, count],
        )
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def lock_task(task: Task) -> Task:
    """The task as it is now, and as it stays until the transaction ends."""
    row = Task.objects.select_related("project").select_for_update(of=("self",)).get(pk=task.pk)
    with_their_project([row])
    return row
