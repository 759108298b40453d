from __future__ import annotations

from workstate.attachments.models import Attachment
from workstate.core.actor import Actor
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task


def can_attach(actor: Actor, task: Task) -> bool:
    """Whoever may edit the task."""
    return can_edit_task(actor, task)


def can_edit_attachment(actor: Actor, attachment: Attachment) -> bool:
    """
    Rename, delete, restore: whoever may edit the task, for what is deleted comes back.

    A file in a comment is part of what somebody said: theirs, and an administrator's.
    """
    if not can_edit_task(actor, attachment.task):
        return False
    return attachment.comment_id is None or actor.administers or attachment.uploaded_by_id == actor.user.pk
