from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.reports.models.schedules import ReportRecipient, ReportSchedule
from workstate.workspaces.models import Workspace


class ReportDeliveryQuerySet(models.QuerySet["ReportDelivery"]):
    def waiting(self, at: datetime) -> Self:
        """Those that are to be tried now; one that is being tried is not due until its turn would be over."""
        return self.filter(finished_at=None, next_attempt_at__lte=at).order_by("next_attempt_at")


class ReportDelivery(models.Model):
    """
    One time that a schedule came due: the ledger that makes it happen once.

    `finished_at` when every mail is sent or given up; until then it is tried again at `next_attempt_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="deliveries", db_constraint=False)
    due_at = models.DateTimeField()
    is_test = models.BooleanField(default=False, help_text="Asked for by the maker, to themself alone.")
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True, help_text="Why it was not sent, in words for the maker.")

    objects = ReportDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="report_delivery_in_workspace"),
            models.UniqueConstraint(fields=["schedule", "due_at", "is_test"], name="report_delivery_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | Q(next_attempt_at__isnull=False),
                name="report_delivery_goes_on",
            ),
            SameOwner(field="schedule", name="report_delivery_same_workspace"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="report_delivery_waiting", condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} at {self.due_at}"


class ReportMailQuerySet(models.QuerySet["ReportMail"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None, refused_at=None).order_by("id")


class ReportMail(models.Model):
    """
    One mail of a delivery. Its Message-ID is made with it: sent again after a crash it is the same mail, and shown once.

    `recipient` is null for the maker's own test.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    delivery = models.ForeignKey(ReportDelivery, models.CASCADE, related_name="mails", db_constraint=False)
    recipient = models.ForeignKey(ReportRecipient, models.CASCADE, null=True, related_name="mails", db_constraint=False)
    message_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="When it was given up.")
    failure = models.CharField(max_length=300, blank=True, help_text="What the mail server said last.")

    objects = ReportMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "recipient"], name="report_mail_once", nulls_distinct=False),
            models.UniqueConstraint(fields=["message_id"], name="report_mail_message"),
            SameOwner(field="delivery", name="report_mail_same_workspace"),
            SameOwner(field="recipient", name="report_mail_recipient_same_workspace"),
        ]

    def __str__(self) -> str:
        return self.message_id
