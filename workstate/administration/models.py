from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.accounts.models import User
from workstate.core.ids import new_id


class JobRun(models.Model):
    """How a job fared when it last ran, on whichever worker; written by ledger.py."""

    name = models.CharField(max_length=200, primary_key=True)
    finished_at = models.DateTimeField(null=True, help_text="When it last ended well.")
    seconds = models.FloatField(default=0, help_text="Of its last run.")
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, help_text="Of its last failure.")
    runs = models.BigIntegerField(default=0)
    failures = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def is_failing(self) -> bool:
        """Whether it has failed since it last ended well."""
        return self.failed_at is not None and (self.finished_at is None or self.failed_at > self.finished_at)


class AccountExportQuerySet(models.QuerySet["AccountExport"]):
    def of(self, user: User) -> Self:
        """One's own; it is nobody else's business."""
        return self.filter(user=user)

    def open(self) -> Self:
        """Still to be made."""
        return self.filter(made_at=None, failed_at=None, expired_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class AccountExport(models.Model):
    """Everything of a person's on its way to being a file, and then the file, for a week. Its bytes lie in the storage."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    attempts = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes.")

    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    objects = AccountExportQuerySet.as_manager()

    class Meta:
        constraints = [
            # Asked for twice at once, it is made once.
            models.UniqueConstraint(
                fields=["user"],
                name="account_export_one_open",
                condition=Q(made_at=None, failed_at=None, expired_at=None),
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="account_export_progress"),
            models.CheckConstraint(
                condition=~Q(made_at__isnull=False, expired_at=None) | ~Q(key=""), name="account_export_has_bytes"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="account_export_kept", condition=Q(expired_at=None)),
        ]

    def __str__(self) -> str:
        return f"export of {self.user_id}"

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
