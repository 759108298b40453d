from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.ids import new_id
from workstate.notifications.kinds import Channel
from workstate.notifications.models.notification import Notification

LEAVING = (Channel.MAIL, Channel.PUSH)
"""The channels that leave the house; what the app shows is the notification itself."""


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waits until it is due")
    HELD = "held", _("A worker has it")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not sent, because it was of no use any more")
    FAILED = "failed", _("Given up")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> Self:
        """What is to be sent by now, the oldest first; claim it with select_for_update(skip_locked=True)."""
        return self.filter(state=DeliveryState.WAITING, due_at__lte=at).order_by("due_at", "pk")

    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)


class Delivery(models.Model):
    """
    The ledger of what leaves the house: a row for each notification and channel, written with the notification.

    `is_digest` waits to go in one letter with the person's others. Whoever takes a row writes `claimed_at` and
    `message_id` before anything is sent, so that what is sent again after a crash is known by its id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=4, choices=[(one.value, one.label) for one in LEAVING])
    is_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=DeliveryState, default=DeliveryState.WAITING)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=255, blank=True)
    settled_at = models.DateTimeField(null=True, help_text="When it was sent, dropped or given up.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was dropped or failed.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(channel__in=[one.value for one in LEAVING]), name="delivery_channel"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "held"], settled_at=None)
                | Q(state__in=["sent", "dropped", "failed"], settled_at__isnull=False),
                name="delivery_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(claimed_at__isnull=False), name="delivery_held_by_somebody"
            ),
            models.CheckConstraint(condition=Q(is_digest=False) | Q(channel="mail"), name="delivery_digest_is_mail"),
        ]
        indexes = [
            models.Index(fields=["channel", "due_at", "id"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="delivery_held", condition=Q(state="held")),
            models.Index(fields=["user", "channel", "due_at"], name="delivery_of_user", condition=Q(state="waiting")),
            models.Index(fields=["user"], name="delivery_user"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} by {self.channel}: {self.state}"
