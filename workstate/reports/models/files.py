from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.ids import new_id
from workstate.reports.shapes import ReportKind
from workstate.workspaces.models import Workspace

TITLE_LENGTH = 120
NOTE_LENGTH = 2000


class MadeFormat(models.TextChoices):
    """What takes long enough to be made by a worker."""

    PDF = "pdf", _("PDF")


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own: it shows what its owner saw, which is more than others see, or less."""
        return self.filter(workspace=actor.workspace, user=actor.user)

    def open(self) -> Self:
        """Still to be made."""
        return self.filter(made_at=None, failed_at=None, expired_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class ReportFile(models.Model):
    """
    A report on its way to being a file, and then the file, for a week. What its owner may see is looked at when it is made.

    The bytes lie in the storage under `key`. It expires when its week is over or when its owner throws it away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ReportKind)
    parameters = models.JSONField(default=dict, help_text="As Description.parameters gives them.")
    format = models.CharField(max_length=5, choices=MadeFormat, default=MadeFormat.PDF)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True, help_text="Empty: Time report.")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    with_rates = models.BooleanField(default=True, help_text="Amounts are in it, if its owner sees them.")

    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True, help_text="In words for its owner.")
    key = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="Of the file, when it is saved.")
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes.")

    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_file_kind"),
            models.CheckConstraint(condition=Q(format__in=MadeFormat.values), name="report_file_format"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_file_progress"),
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(failed_at=None, started_at__isnull=False, size__isnull=False),
                name="report_file_made_once",
            ),
            models.CheckConstraint(
                condition=~Q(made_at__isnull=False, expired_at=None) | ~Q(key=""), name="report_file_has_bytes"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "user", "-created_at"], name="report_file_recent"),
            models.Index(
                fields=["created_at"],
                name="report_file_open",
                condition=Q(made_at=None, failed_at=None, expired_at=None),
            ),
            models.Index(fields=["created_at"], name="report_file_kept", condition=Q(expired_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.format}"

    @property
    def stage(self) -> str:
        if self.expired_at:
            return "expired"
        if self.made_at:
            return "made"
        if self.failed_at:
            return "failed"
        return "making" if self.started_at else "waiting"

    @property
    def is_open(self) -> bool:
        return self.stage in {"waiting", "making"}
