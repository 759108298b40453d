from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.ids import new_id
from workstate.core.text import clean_text
from workstate.core.turns import made_before, take_identifier
from workstate.discussions.mentions import put_mentions
from workstate.discussions.models import Comment, Emoji, Reaction
from workstate.discussions.policies import can_comment, can_delete_comment, can_edit_comment, can_restore_comment
from workstate.tasks.actions.acts import lock_rows
from workstate.tasks.models import Task

COMMENT_LENGTH = 10_000


@transaction.atomic
def create_comment(
    task: Task, text: str, *, by: Actor, id: UUID | None = None, parent: Comment | None = None
) -> Comment:
    """
    Say something on a task, or in answer to a comment on it; an answer to a reply goes to its thread.

    The same id again answers with the comment it made the first time. Raises Invalid at the field, Conflict for an answer to
    what has been deleted.
    """
    require(can_comment(by, task))
    text = _clean(text)
    if parent and parent.task_id != task.pk:
        raise Invalid(_("That comment stands on another task."), field="parent")
    take_identifier(id)
    if made := made_before(Comment.objects.select_related("task"), id, by=by, maker="author"):
        if made.task_id != task.pk:
            raise Conflict(_("This identifier is taken."))
        return made
    task = _locked_task(task)
    require(can_comment(by, task))
    if parent and Comment.objects.filter(pk=parent.pk).kept().first() is None:
        raise Conflict(_("The comment that you answer has been deleted."))

    comment = Comment.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        task=task,
        parent_id=(parent.parent_id or parent.pk) if parent else None,
        author=by.user,
        text=text,
    )
    mentioned = put_mentions(comment, by=by)
    record(Verb.COMMENT_CREATED, comment, by=by, **_place(comment), mentioned=mentioned)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, text: str, *, by: Actor, before: str | None = None) -> Comment:
    """
    Say it in other words. `before` is the text that was edited: raises Conflict when it has been changed since.
    """
    require(can_edit_comment(by, comment))
    text = _clean(text)
    comment = _locked(comment)
    require(can_edit_comment(by, comment))
    if comment.deleted_at:
        raise Conflict(_("This comment has been deleted. Restore it first."))
    if before is not None and before != comment.text:
        raise Conflict(_("You changed this comment elsewhere meanwhile. Look at it again."))
    if text != comment.text:
        comment.text, comment.edited_at = text, now()
        comment.save(update_fields=["text", "edited_at"])
        record(Verb.COMMENT_EDITED, comment, by=by, **_place(comment), mentioned=put_mentions(comment, by=by))
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, by: Actor) -> Comment:
    """Take the comment out of sight; its replies stay. Deleted already: answers with it and records nothing."""
    require(can_delete_comment(by, comment))
    comment = _locked(comment)
    require(can_delete_comment(by, comment))
    if comment.deleted_at is None:
        comment.deleted_at, comment.deleted_by = now(), by.user
        comment.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.COMMENT_DELETED, comment, by=by, **_place(comment))
    return comment


@transaction.atomic
def restore_comment(comment: Comment, *, by: Actor) -> Comment:
    comment = _locked(comment)
    if comment.deleted_at is None:
        require(can_delete_comment(by, comment))
        return comment
    require(can_restore_comment(by, comment))
    comment.deleted_at, comment.deleted_by = None, None
    comment.save(update_fields=["deleted_at", "deleted_by"])
    record(Verb.COMMENT_RESTORED, comment, by=by, **_place(comment))
    return comment


@transaction.atomic
def react(comment: Comment, emoji: str, *, by: Actor) -> Comment:
    """Answer without words, once for each emoji; again records nothing."""
    require(can_comment(by, comment.task))
    _require_emoji(emoji)
    comment = _locked(comment)
    require(can_comment(by, comment.task))
    if comment.deleted_at:
        raise Conflict(_("This comment has been deleted."))
    _reaction, made = Reaction.objects.get_or_create(
        comment=comment, user=by.user, emoji=emoji, defaults={"workspace": by.workspace}
    )
    if made:
        record(Verb.COMMENT_REACTED, comment, by=by, **_place(comment), emoji=emoji)
    return comment


@transaction.atomic
def unreact(comment: Comment, emoji: str, *, by: Actor) -> Comment:
    require(can_comment(by, comment.task))
    _require_emoji(emoji)
    comment = _locked(comment)
    require(can_comment(by, comment.task))
    gone, _rows = Reaction.objects.filter(comment=comment, user=by.user, emoji=emoji).delete()
    if gone:
        record(Verb.COMMENT_UNREACTED, comment, by=by, **_place(comment), emoji=emoji)
    return comment


def _clean(text: str) -> str:
    text = clean_text(text, field="text", length=COMMENT_LENGTH)
    if not text.strip():
        raise Invalid(_("Write something here."), field="text", code="required")
    return text


def _require_emoji(emoji: str) -> None:
    if emoji not in Emoji.values:
        raise Invalid(_("Choose one of the reactions that are offered."), field="emoji")


def _locked(comment: Comment) -> Comment:
    """As it is now, and stays until the transaction ends. Raises Conflict when its task is in the bin."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("task__project").get(pk=comment.pk)
    _require_kept(comment.task)
    return comment


def _locked_task(task: Task) -> Task:
    found = lock_rows([task.pk]).get(task.pk)
    if found is None:
        raise NotFound
    _require_kept(found)
    return found


def _require_kept(task: Task) -> None:
    if task.deleted_at or (task.project and task.project.deleted_at):
        raise Conflict(_("This task is in the bin. Restore it first."))


def _place(comment: Comment) -> dict[str, object]:
    """Where it stands; never what it says: events are read by more people than tasks are."""
    return {"number": comment.task.number, "task": str(comment.task_id)}
