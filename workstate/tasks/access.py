"""Of many tasks at once: what somebody may do with them, and who sees them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import prefetch_related_objects

from workstate.core.actor import Actor
from workstate.projects.access import learn_levels, readers_by_project
from workstate.tasks.models import Task


def learn_levels_of(tasks: Iterable[Task], actor: Actor) -> None:
    """Ask once for what the actor may do with all of these, so that policies about each ask no more (learn_levels)."""
    tasks = list(tasks)
    prefetch_related_objects(tasks, "project")
    learn_levels(actor, (task.project for task in tasks))


def readers_of_tasks(tasks: Iterable[Task]) -> dict[UUID, set[UUID]]:
    """
    By task the ids of the people who see it, for those who tell people of things: in an inbox its owner, in a project
    whoever sees that.

    A constant number of queries, however many tasks there are.
    """
    tasks = list(tasks)
    readers = readers_by_project({task.project_id for task in tasks if task.project_id})
    return {task.pk: readers.get(task.project_id, set()) if task.project_id else _owner(task) for task in tasks}


def with_their_project(tasks: Iterable[Task]) -> None:
    """
    Read the project anew where it was joined to a row that somebody moved while it was waited for.

    PostgreSQL then has the row as it is now beside the join of before, which no longer fits and is left empty: the task would
    pass for one of an inbox (documentation of READ COMMITTED: a locked row is evaluated again, its joins are not).
    """
    moved = [task for task in tasks if task.project_id and task.project is None]
    for task in moved:
        Task.project.field.delete_cached_value(task)
    prefetch_related_objects(moved, "project")


def _owner(task: Task) -> set[UUID]:
    return {task.created_by_id} if task.created_by_id else set()
