from __future__ import annotations

from workstate.core.actor import Actor
from workstate.discussions.models import Comment
from workstate.tasks.models import Task
from workstate.tasks.policies import can_comment_on_task


def can_comment(actor: Actor, task: Task) -> bool:
    """Whoever may comment in its project, also where they may change nothing else; in an inbox its owner."""
    return can_comment_on_task(actor, task)


def can_edit_comment(actor: Actor, comment: Comment) -> bool:
    """Nobody puts words into another's mouth."""
    return comment.author_id == actor.user.pk and can_comment(actor, comment.task)


def can_delete_comment(actor: Actor, comment: Comment) -> bool:
    return (comment.author_id == actor.user.pk or actor.administers) and can_comment(actor, comment.task)


def can_restore_comment(actor: Actor, comment: Comment) -> bool:
    """Whoever deleted it, and administrators: what one of them took away, its author does not bring back."""
    return (comment.deleted_by_id == actor.user.pk or actor.administers) and can_comment(actor, comment.task)
