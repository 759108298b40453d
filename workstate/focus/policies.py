"""Who may do what in the focus room."""

from __future__ import annotations

from workstate.core.actor import Actor
from workstate.focus.models.goals import Goal


def can_edit_goal(actor: Actor, goal: Goal) -> bool:
    return goal.workspace_id == actor.workspace.pk and goal.user_id == actor.user.pk
