"""What duplicating and using a template share: a tree made into a project, or into tasks of a list."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.blueprints.build import Spot, write_sections, write_tasks
from workstate.blueprints.days import Calendar
from workstate.blueprints.extensions import accompany
from workstate.blueprints.tree import Tree
from workstate.core.actor import Actor
from workstate.core.clock import require_day
from workstate.core.colours import COLOURS
from workstate.core.icons import ICONS
from workstate.projects.actions import create_project
from workstate.projects.models import Client, Folder, Project
from workstate.tasks.models import Task


def calendar_of(tree: Tree, start: date | None, *, workdays: bool = False) -> Calendar | None:
    """Where the tree's days fall when its first one is `start`, or stays if that is None; None for a tree without days."""
    if start:
        require_day(start, field="start")
    if tree.first is None:
        return None
    return Calendar(tree.first, start or tree.first, workdays and start is not None)


def planted(tree: Tree, *, by: Actor, spot: Spot, calendar: Calendar | None, id: UUID | None) -> Task:
    """The tree as tasks of a list, told by one event. The caller has asked the policies and has the list's turn."""
    made = write_tasks(tree, by=by, spot=spot, calendar=calendar, id=id)
    task = Task.objects.select_related("project").get(pk=made[0])
    record(Verb.TASKS_CREATED, task, by=by, number=task.number, title=task.title, count=len(made))
    return task


def founded(
    tree: Tree,
    name: str,
    *,
    by: Actor,
    calendar: Calendar | None,
    id: UUID | None,
    client: Client | None = None,
    folder: Folder | None = None,
    parent: Project | None = None,
    original: Project | None = None,
) -> Project:
    """The tree as a project at the end of its list, told by one event for it and one for its tasks."""
    assert tree.cover is not None
    cover = tree.cover
    project = create_project(
        name,
        by=by,
        id=id,
        description=cover.description,
        colour=cover.colour if cover.colour in COLOURS else "",
        icon=cover.icon if cover.icon in ICONS else "",
        client=client,
        folder=folder,
        parent=parent,
        like=original,
    )
    if original:
        accompany(original, project, by)
    sections = write_sections(tree, project)
    if made := write_tasks(tree, by=by, spot=Spot(project), calendar=calendar, sections=sections):
        record(Verb.TASKS_CREATED, project, by=by, count=len(made))
    return project
