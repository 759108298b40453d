from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own: a file may hold what its owner would not show to an administrator."""
        return self.filter(workspace=actor.workspace, user=actor.user)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class Import(models.Model):
    """
    A file of another program on its way in: kept, read, looked at, and then brought in whole or not at all.

    The file itself is in parts, which go when it was brought in or discarded; the report stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.CharField(max_length=20, blank=True, help_text="Empty: a program that is not known.")
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="Bytes.")
    options = models.JSONField(default=dict, help_text="Read by transfer.choices.Choices.")
    plan = models.JSONField(default=dict, help_text="Read by transfer.plan.Plan; empty until the file was read.")
    report = models.JSONField(default=dict, help_text="Read by transfer.plan.Report; empty until it was brought in.")
    failure = models.TextField(blank=True)

    created_at = models.DateTimeField(db_default=Now())
    planned_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="import_in_workspace"),
            models.CheckConstraint(
                condition=models.Q(applied_at=None)
                | models.Q(started_at__isnull=False, failed_at=None, discarded_at=None),
                name="import_applied_once",
                violation_error_message=_("This import is done already."),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "user", "-created_at"], name="import_recent")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Neither brought in nor discarded."""
        return self.applied_at is None and self.discarded_at is None

    @property
    def is_reading(self) -> bool:
        return self.is_open and self.planned_at is None and self.failed_at is None

    @property
    def is_running(self) -> bool:
        return self.is_open and self.started_at is not None and self.failed_at is None


class ImportPart(models.Model):
    """A piece of an uploaded file, so that no more than a piece is ever in memory."""

    id = models.BigAutoField(primary_key=True)
    # The constraint on (workspace, import) says this too, and half as many checks are half as long a wait.
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_constraint=False)
    whole = models.ForeignKey(Import, models.CASCADE, related_name="parts", db_constraint=False)
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "position"], name="import_part_once"),
            SameOwner(field="whole", name="import_part_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.whole_id} {self.position}"


class Kind(models.TextChoices):
    """What was brought in."""

    PROJECT = "project", _("Project")
    TASK = "task", _("Task")
    ENTRY = "entry", _("Entry")


class ImportedRecord(models.Model):
    """What a row of a file became. The same row again finds itself here and makes nothing."""

    id = models.BigAutoField(primary_key=True)
    # The constraint on (workspace, import) says this too, and half as many checks are half as long a wait.
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_constraint=False)
    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.UUIDField(help_text="Hash of what the row means: transfer.ledger.key_of.")
    object_id = models.UUIDField()
    brought_by = models.ForeignKey(Import, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "kind", "key"], name="imported_once"),
            SameOwner(field="brought_by", name="imported_record_same_workspace"),
        ]
        indexes = [models.Index(fields=["brought_by"], name="imported_by")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
