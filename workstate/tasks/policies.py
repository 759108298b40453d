from __future__ import annotations

from workstate.core.actor import Actor
from workstate.tasks.models import Task


def can_create_task(actor: Actor) -> bool:
    """Everybody has an inbox; whether a project takes the task is asked of the project."""
    return True


def can_edit_task(actor: Actor, task: Task) -> bool:
    """Their own inbox, and for full members every project of the workspace."""
    if task.workspace_id != actor.workspace.pk:
        return False
    if task.project_id is None:
        return task.created_by_id == actor.user.pk
    return not actor.is_guest


def can_create_label(actor: Actor) -> bool:
    return not actor.is_guest
