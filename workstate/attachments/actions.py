from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.attachments import storage
from workstate.attachments.drawing import picture_size
from workstate.attachments.jobs import wake_drawing
from workstate.attachments.kinds import DRAWABLE, HEAD, OCTETS, PICTURES, sniffed
from workstate.attachments.models import NAME_LENGTH, Attachment
from workstate.attachments.names import clean_name
from workstate.attachments.policies import can_attach, can_edit_attachment
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import clean_line
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.discussions.models import Comment
from workstate.tasks.actions.placement import lock_task
from workstate.tasks.models import Task
from workstate.workspaces.models import Workspace

MEGABYTE = 1024 * 1024


def attach_file(
    task: Task,
    file: File[Any],
    *,
    by: Actor,
    name: str = "",
    id: UUID | None = None,
    comment: Comment | None = None,
) -> Attachment:
    """
    Keep a file on the task, or in a comment of one's own on it; its name is mended, its type is found out from its content.

    The bytes are stored first and the row written after, so that there is never a row without its file; what the
    transaction then refuses is removed again. The same id again answers with what it made the first time. Raises Invalid at
    "file" for one that is empty, too large, or too much for the workspace, Conflict for a task in the bin.
    """
    require(can_attach(by, task))
    if comment and (comment.task_id != task.pk or comment.author_id != by.user.pk):
        raise Invalid(_("You can attach files to your own comments on this task."), field="comment")
    if made := _made_before(id, task, by):
        return made
    limit: int = settings.ATTACHMENT_MAX_MB
    if file.size is not None:
        # What a client says of the length saves the work of storing; what counts is what then passes by.
        _require_size(file.size, limit)
        _require_room(by.workspace, file.size)
    facts = _facts(file, clean_name(name or file.name or ""))
    try:
        stored = storage.store(file, limit=limit * MEGABYTE)
    except storage.TooLarge:
        raise _too_large(limit) from None
    try:
        _require_size(stored.size, limit)
        attachment = _keep(task, stored, facts, by=by, id=id, comment=comment)
    except BaseException:
        with suppress(Exception):  # what is left, the daily job finds
            storage.remove(stored.key)
        raise
    if attachment.key != stored.key:  # the same request was here at the same moment
        storage.remove(stored.key)
    return attachment


@transaction.atomic
def _keep(
    task: Task, stored: storage.Stored, facts: dict[str, Any], *, by: Actor, id: UUID | None, comment: Comment | None
) -> Attachment:
    take_identifier(id)
    if made := _made_before(id, task, by):
        return made
    # Of those who fill the last room at the same moment, one finds it taken.
    take_turn(f"attachments:{by.workspace.pk}")
    task = _lock_task(task, by)
    _require_room(by.workspace, stored.size)
    attachment = Attachment.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        task=task,
        comment=comment,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        uploaded_by=by.user,
        **facts,
    )
    record(Verb.ATTACHMENT_CREATED, attachment, by=by, **_said(attachment))
    if attachment.drawn_at is None:
        transaction.on_commit(partial(wake_drawing, attachment.pk))
    return attachment


def _made_before(id: UUID | None, task: Task, by: Actor) -> Attachment | None:
    made = made_before(Attachment.objects.all(), id, by=by, maker="uploaded_by")
    if made and made.task_id != task.pk:
        raise Conflict(_("This identifier is taken."))
    return made


@transaction.atomic
def rename_attachment(attachment: Attachment, name: str, *, by: Actor) -> Attachment:
    """Raises Invalid at "name"."""
    require(can_edit_attachment(by, attachment))
    attachment = _lock(attachment, by)
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    if clean_name(name) != name:
        raise Invalid(_("A file name holds no slashes and does not end with a dot."), field="name")
    if name != attachment.name:
        attachment.name = name
        attachment.save(update_fields=["name"])
        record(Verb.ATTACHMENT_CHANGED, attachment, by=by, **_said(attachment))
    return attachment


@transaction.atomic
def delete_attachment(attachment: Attachment, *, by: Actor) -> Attachment:
    """Put the file in the bin, for thirty days."""
    require(can_edit_attachment(by, attachment))
    attachment = _lock(attachment, by)
    if attachment.deleted_at is None:
        attachment.deleted_at, attachment.deleted_by = timezone.now(), by.user
        attachment.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.ATTACHMENT_DELETED, attachment, by=by, **_said(attachment))
    return attachment


@transaction.atomic
def restore_attachment(attachment: Attachment, *, by: Actor) -> Attachment:
    """Take the file out of the bin."""
    require(can_edit_attachment(by, attachment))
    attachment = _lock(attachment, by)
    if attachment.deleted_at is not None:
        attachment.deleted_at, attachment.deleted_by = None, None
        attachment.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.ATTACHMENT_RESTORED, attachment, by=by, **_said(attachment))
    return attachment


@transaction.atomic
def keep_pictures(attachment: Attachment, *, by: Actor | None, thumbnail_key: str, preview_key: str) -> bool:
    """
    Note the pictures that a job drew, or with empty keys that there are none to draw. False when it was noted before.

    `by` is the uploader, to whom and to whose colleagues the pictures are shown; None when they left.
    """
    current = Attachment.objects.select_for_update().filter(pk=attachment.pk, drawn_at=None).first()
    if current is None:
        return False
    current.thumbnail_key, current.preview_key, current.drawn_at = thumbnail_key, preview_key, timezone.now()
    current.save(update_fields=["thumbnail_key", "preview_key", "drawn_at"])
    if by and thumbnail_key:
        record(Verb.ATTACHMENT_DRAWN, current, by=by, **_said(current))
    return True


def used_bytes(workspace: Workspace) -> int:
    """What the workspace's files take up, those in the bin with them."""
    return Attachment.objects.filter(workspace=workspace).aggregate(sum=Sum("size"))["sum"] or 0


def _facts(file: File[Any], name: str) -> dict[str, Any]:
    """What is seen from the head of the file; leaves it at its start."""
    file.seek(0)
    content_type = sniffed(file.read(HEAD), name)
    file.seek(0)
    size = picture_size(file) if content_type in PICTURES else None
    file.seek(0)
    if content_type in PICTURES and size is None:
        content_type = OCTETS  # it began like a picture
    width, height = size or (None, None)
    drawn_at = None if content_type in DRAWABLE else timezone.now()
    return {"name": name, "content_type": content_type, "width": width, "height": height, "drawn_at": drawn_at}


def _lock(attachment: Attachment, by: Actor) -> Attachment:
    """The row as it is now, behind its task: whoever deletes the task waits for this or is waited for."""
    task = _lock_task(attachment.task, by)
    locked = Attachment.objects.select_for_update().filter(pk=attachment.pk).first()
    if locked is None:
        raise Conflict(_("This file was in the bin for too long and is gone."))
    locked.task = task
    require(can_edit_attachment(by, locked))
    return locked


def _lock_task(task: Task, by: Actor) -> Task:
    locked = lock_task(task)
    require(can_attach(by, locked))
    if locked.deleted_at or (locked.project and locked.project.deleted_at):
        raise Conflict(_("This task is in the bin. Restore it first."))
    return locked


def _require_size(size: int, limit: int) -> None:
    if size == 0:
        raise Invalid(_("This file is empty. If it is a folder, attach the files in it."), field="file", code="empty")
    if size > limit * MEGABYTE:
        raise _too_large(limit)


def _too_large(limit: int) -> Invalid:
    words = _("This file is larger than %(limit)d MB. Attach a smaller one, or a link to where it is.")
    return Invalid(words % {"limit": limit}, field="file", code="too_large")


def _require_room(workspace: Workspace, size: int) -> None:
    quota: int = settings.ATTACHMENT_QUOTA_MB
    if used_bytes(workspace) + size > quota * MEGABYTE:
        words = _(
            "The files of this workspace may take up %(quota)d MB, and this one no longer fits. Delete some first."
        )
        raise Invalid(words % {"quota": quota}, field="file", code="no_room")


def _said(attachment: Attachment) -> dict[str, Any]:
    """For the log: which task. Neither the name of the file nor its content, which may be an inbox's secret."""
    return {"task": str(attachment.task_id), "number": attachment.task.number}
