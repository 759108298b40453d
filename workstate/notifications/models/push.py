from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.accounts.models import User
from workstate.core.ids import new_id
from workstate.notifications.models.delivery import Delivery

LONGEST_ENDPOINT = 1000


class PushKey(models.Model):
    """
    The pair of keys by which push services know this server (VAPID, RFC 8292): made when it is first needed, one for all.

    Both are in base64url; the private one is shown nowhere.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    private = models.CharField(max_length=60)
    public = models.CharField(max_length=100)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="push_key_only_one")]

    def __str__(self) -> str:
        return self.public


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def signed_in(self, at: datetime) -> Self:
        """Of browsers whose sign-in has not run out."""
        return self.filter(session__expire_date__gt=at, user__is_active=True)


class PushSubscription(models.Model):
    """
    A browser in which a person wants to be told, as long as they are signed in there: it goes with the session.

    `endpoint` is an address that the browser named; `p256dh` and `auth` are what is encrypted for it (RFC 8291).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    device = models.CharField(
        max_length=100, blank=True, help_text="Browser and system, as devices.device_code() says."
    )
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, help_text="When something was last taken for it.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row, since something was last taken.")
    paused_until = models.DateTimeField(null=True, help_text="Its service did not answer: until then it is left alone.")

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="push_endpoint_once")]

    def __str__(self) -> str:
        return f"{self.device} of {self.user_id}"


class PushReceipt(models.Model):
    """That a delivery was taken for a browser: it is not sent there again when another browser has to be tried again."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="receipts", db_index=False)
    subscription = models.ForeignKey(PushSubscription, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "subscription"], name="push_receipt_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} for {self.subscription_id}"
