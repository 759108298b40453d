from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.attachments.kinds import Kind, kind_of
from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.discussions.models import Comment
from workstate.tasks.models import Task
from workstate.workspaces.models import Workspace

NAME_LENGTH = 200


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the tasks that the actor sees; the bin's too."""
        return self.filter(workspace=actor.workspace, task__in=Task.objects.visible_to(actor))

    def kept(self) -> Self:
        """Neither in the bin nor of a comment that was deleted; whether their task is there, is asked of the task."""
        return self.filter(Q(comment=None) | Q(comment__deleted_at=None), deleted_at=None)

    def within_reach(self) -> Self:
        """Kept, of tasks that are kept."""
        return self.kept().filter(Q(task__project=None) | Q(task__project__deleted_at=None), task__deleted_at=None)

    def in_order(self) -> Self:
        return self.order_by("created_at", "id")


class Attachment(models.Model):
    """A file on a task. The bytes lie in the storage under `key`; what is known of them stands here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="attachments", db_constraint=False)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="attachments", db_constraint=False)

    name = models.CharField(max_length=NAME_LENGTH)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content_type = models.CharField(max_length=100, help_text="By its content, never by what a client called it.")
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=120, unique=True)

    width = models.PositiveIntegerField(null=True, help_text="Pixels, as it is shown.")
    height = models.PositiveIntegerField(null=True)
    thumbnail_key = models.CharField(max_length=120, blank=True)
    preview_key = models.CharField(max_length=120, blank=True)
    drawn_at = models.DateTimeField(null=True, help_text="When its pictures were made, or found impossible.")

    created_at = models.DateTimeField(db_default=Now())
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="attachment_in_workspace"),
            models.CheckConstraint(condition=~Q(name=""), name="attachment_has_name"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_sha256"),
            models.CheckConstraint(
                condition=Q(thumbnail_key="", preview_key="") | (~Q(thumbnail_key="") & ~Q(preview_key="")),
                name="attachment_both_pictures",
            ),
            SameOwner(field="task", name="attachment_task_same_workspace"),
            SameOwner(field="comment", owner="task", name="attachment_comment_of_its_task"),
        ]
        indexes = [
            models.Index(fields=["task", "created_at"], name="attachment_of_task", condition=Q(deleted_at=None)),
            models.Index(fields=["comment"], name="attachment_of_comment", condition=Q(comment__isnull=False)),
            models.Index(fields=["workspace"], name="attachment_sizes", include=["size"]),
            models.Index(fields=["created_at"], name="attachment_undrawn", condition=Q(drawn_at=None)),
            models.Index(fields=["deleted_at"], name="attachment_bin", condition=Q(deleted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind:
        return kind_of(self.content_type)

    @property
    def keys(self) -> list[str]:
        """Everything that lies in the storage for it."""
        return [key for key in (self.key, self.thumbnail_key, self.preview_key) if key]
