"""Who hears of a task without being called: the one place of this room that asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from workstate.discussions.models import Comment, Mention
from workstate.tasks.access import readers_of_tasks
from workstate.tasks.models import Task, TaskAssignee


def followers_of(tasks: Iterable[Task]) -> dict[UUID, set[UUID]]:
    """By task the people who made it, do it, spoke on it or were called to it, as far as they see it."""
    tasks = {task.pk: task for task in tasks}.values()
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for task in tasks:
        found[task.pk] |= {task.created_by_id} - {None}  # type: ignore[arg-type]
    kept = Comment.objects.kept().filter(task__in=tasks)
    rows = [
        *TaskAssignee.objects.filter(task__in=tasks).values_list("task", "member__user"),
        *kept.filter(author__isnull=False).values_list("task", "author").distinct(),
        *Mention.objects.filter(comment__in=kept).values_list("comment__task", "member__user").distinct(),
    ]
    for task_id, user in rows:
        found[task_id].add(user)
    readers = readers_of_tasks(tasks)
    return {pk: people & readers[pk] for pk, people in found.items()}
