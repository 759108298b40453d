from __future__ import annotations

from workstate.core.actor import Actor
from workstate.projects.access import allows, sees
from workstate.projects.models import Level
from workstate.tasks.models import Label, Task
from workstate.workspaces.models import Membership


def can_create_task(actor: Actor) -> bool:
    """Everybody has an inbox; whether a project takes the task is asked of the project."""
    return True


def can_edit_task(actor: Actor, task: Task) -> bool:
    """Their own inbox, and the projects that they may edit. Of many tasks, learn_levels() of their projects first."""
    return _is_allowed(actor, task, Level.EDIT)


def can_comment_on_task(actor: Actor, task: Task) -> bool:
    return _is_allowed(actor, task, Level.COMMENT)


def can_assign(actor: Actor, task: Task, member: Membership) -> bool:
    """Whoever may edit the task gives it to somebody who sees it: in an inbox that is its owner alone."""
    if not can_edit_task(actor, task) or member.workspace_id != task.workspace_id:
        return False
    return member.user_id == task.created_by_id if task.project is None else sees(member, task.project)


def _is_allowed(actor: Actor, task: Task, level: Level) -> bool:
    if task.workspace_id != actor.workspace.pk:
        return False
    if task.project is None:
        return task.created_by_id == actor.user.pk
    return allows(actor, task.project, level)


def can_create_label(actor: Actor) -> bool:
    return not actor.is_guest


def can_change_label(actor: Actor, label: Label) -> bool:
    """Rename, recolour, delete: full members, as with the tasks that it stands on."""
    return not actor.is_guest and label.workspace_id == actor.workspace.pk
