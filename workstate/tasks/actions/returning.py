"""Where tasks may stand when an act is taken back: since then sections went, parents moved, others put something under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.projects.models import Project, Section
from workstate.projects.policies import can_edit_project
from workstate.tasks.actions.acts import Change, lock_rows
from workstate.tasks.models import Task

PLACE = frozenset({"project_id", "section_id", "parent_id"})


def whole_place(event: Event, task: Task, columns: dict[str, Any], *, although_changed: bool) -> None:
    """
    A place is project, section and parent: one that somebody changed since in part is left as it is, or put back whole.
    """
    came_from = event.data.get("from", str(task.project_id) if task.project_id else None)
    before, after = event.data.get("before", {}), event.data.get("after", {})
    if although_changed:
        columns["project_id"] = UUID(project) if (project := before.get("project", came_from)) else None
        if columns["project_id"] != task.project_id:
            columns.setdefault("section_id", None)
            columns.setdefault("parent_id", None)
        return
    there = str(task.project_id) if task.project_id else None
    told = {f"{name}_id" for name in before} & PLACE
    if there != after.get("project", came_from) or not told <= columns.keys():
        for name in (*PLACE, "position"):
            columns.pop(name, None)


class Return:
    """Tasks on their way back, with all that is under them: `rows` are the locked trees."""

    def __init__(self, changes: Sequence[Change], rows: Mapping[UUID, Task], by: Actor) -> None:
        self._changes = {change.task.pk: change for change in changes}
        self._rows = dict(rows)
        self._by = by
        above = {self._now(task, "parent_id") for task in self._acted()} - {None}
        self._rows |= lock_rows(above - self._rows.keys()) if above - self._rows.keys() else {}
        self._children: dict[UUID | None, list[Task]] = defaultdict(list)
        for task in rows.values():
            self._children[self._now(task, "parent_id")].append(task)

    def require_places(self) -> None:
        """
        Back into a project that the actor may still fill, an inbox of their own, a section and a parent that are still there.

        What stood in a section or under a task that is no longer there comes back without. Raises NotAllowed, Conflict.
        """
        moving = [change for change in self._changes.values() if PLACE & change.columns.keys()]
        self._require_projects({project for c in moving if (project := c.columns.get("project_id"))})
        wanted = {self._now(change.task, "section_id") for change in moving} - {None}
        # Whoever deletes a section waits for this or is waited for.
        kept = Section.objects.filter(pk__in=wanted, deleted_at=None).select_for_update(of=("self",), no_key=True)
        projects = dict(kept.order_by("pk").values_list("pk", "project_id")) if wanted else {}
        for change in moving:
            project = self._now(change.task, "project_id")
            if project is None and change.task.created_by_id != self._by.user.pk:
                raise Invalid(_("Only whoever made this task can put it into their inbox."), field="project")
            section = self._now(change.task, "section_id")
            if section and projects.get(section) != project:
                change.columns["section_id"] = None
            if (parent := self._now(change.task, "parent_id")) and not self._takes(parent, change.task):
                change.columns["parent_id"] = None

    def require_parents(self) -> None:
        """Out of the bin only what stands under nothing that stays in it."""
        for change in self._changes.values():
            if change.columns.get("deleted_at", change) is None:
                parent = self._rows.get(self._now(change.task, "parent_id") or change.task.pk)
                if parent and self._now(parent, "deleted_at"):
                    raise Conflict(_("This stands under a task that is in the bin. Restore that one first."))

    def moved_along(self) -> list[Change]:
        """What others put under the tasks meanwhile goes where these go."""
        along = []
        for change in [c for c in self._changes.values() if c.columns.keys() & {"project_id", "section_id"}]:
            where = {name: self._now(change.task, name) for name in ("project_id", "section_id")}
            for task in self._under(change.task):
                came_from = str(task.project_id) if task.project_id else None
                along.append(Change(task, dict(where), {**_undid(change), "from": came_from}))
        return left_behind(along, self._by)

    def deleted_along(self) -> list[Change]:
        """What stands under a task goes into the bin with it."""
        return [
            Change(task, {"deleted_at": at, "deleted_by": self._by.user}, {"title": task.title})
            for change in list(self._changes.values())
            if (at := change.columns.get("deleted_at"))
            for task in self._under(change.task)
            if task.deleted_at is None
        ]

    def _acted(self) -> Iterator[Task]:
        return (change.task for change in self._changes.values())

    def _now(self, task: Task, name: str) -> Any:
        """What the column will say."""
        change = self._changes.get(task.pk)
        return change.columns.get(name, getattr(task, name)) if change else getattr(task, name)

    def _under(self, task: Task) -> Iterator[Task]:
        """All under the task that does not go its own way back."""
        waiting = list(self._children[task.pk])
        while waiting:
            child = waiting.pop()
            if child.pk not in self._changes:
                yield child
                waiting.extend(self._children[child.pk])

    def _takes(self, parent: UUID, task: Task) -> bool:
        above = self._rows.get(parent)
        if above is None or self._now(above, "deleted_at"):
            return False
        project = self._now(task, "project_id")
        if self._now(above, "project_id") != project or (project is None and above.created_by_id != task.created_by_id):
            return False
        # Upwards: whoever comes by the task, or in a ring, is under it.
        seen: set[UUID | None] = {task.pk}
        pk: UUID | None = parent
        while pk is not None and pk not in seen:
            seen.add(pk)
            row = self._rows.get(pk)
            pk = self._now(row, "parent_id") if row else None
        return pk is None

    def _require_projects(self, wanted: set[UUID]) -> None:
        found = Project.objects.visible_to(self._by).in_bulk(wanted) if wanted else {}
        for pk in wanted:
            project = found.get(pk)
            require(project is not None and can_edit_project(self._by, project))
            if project is None or project.deleted_at or project.archived_at:
                raise Conflict(_("The project that this came from is archived or deleted. Restore it first."))


def left_behind(along: Iterable[Change], by: Actor) -> list[Change]:
    """
    Into an inbox goes what its owner made alone: raises Invalid for what somebody else put under it. What of theirs is in the
    bin stays in the project.
    """
    going = []
    for change in along:
        if change.columns["project_id"] is None and change.task.created_by_id != by.user.pk:
            if change.task.deleted_at is None:
                raise Invalid(
                    _("Somebody else added a subtask to this, and it would go into your inbox. Move that one first."),
                    field="project",
                )
            change.columns = {"parent_id": None}
        going.append(change)
    return going


def _undid(change: Change) -> dict[str, Any]:
    return {"undid": change.data["undid"]} if "undid" in change.data else {}
