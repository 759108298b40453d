"""To which addresses a workspace tells what happens, and what became of each message."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor, Role
from workstate.core.ids import new_id
from workstate.workspaces.models import Membership, Workspace


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever runs the workspace sees that there are all of them, nobody else any."""
        return self.filter(workspace=actor.workspace) if actor.administers else self.none()

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def working(self) -> Self:
        """Those to which something is sent: as long as whoever made one is there and runs the workspace."""
        running = Membership.objects.filter(
            user=OuterRef("created_by"), workspace=OuterRef("workspace"), role__in=[Role.OWNER, Role.ADMINISTRATOR]
        )
        on = self.kept().filter(disabled_at=None, workspace__deleted_at=None, created_by__is_active=True)
        return on.filter(Exists(running))


class Webhook(models.Model):
    """An address that is told of what happens, with the rights of whoever made it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=2048)
    verbs = ArrayField(models.CharField(max_length=60), default=list, help_text="Of which it is told; empty: of all.")
    secret = models.CharField(max_length=80, help_text="Must be known to sign with: it cannot be kept as a digest.")
    former_secret = models.CharField(max_length=80, blank=True, default="")
    former_until = models.DateTimeField(null=True, help_text="So long messages are signed with both.")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=300, blank=True, default="")
    failing_since = models.DateTimeField(null=True, help_text="Nothing has been taken since.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row, of the receiver itself.")
    paused_until = models.DateTimeField(
        null=True, help_text="The receiver does not answer; nothing is sent before that."
    )
    deleted_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(former_secret="") | Q(former_until__isnull=False), name="webhook_former_secret_ends"
            ),
        ]
        indexes = [models.Index(fields=["workspace"], name="webhook_of", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return self.name or self.url

    def hears(self, verb: str) -> bool:
        return not self.verbs or verb in self.verbs

    def secrets_at(self, at: datetime) -> list[str]:
        """Those to sign with, the present one first."""
        former = self.former_secret if self.former_until and self.former_until > at else ""
        return [self.secret, former] if former else [self.secret]


class WebhookState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Being sent")
    SENT = "sent", _("Delivered")
    FAILED = "failed", _("Given up")


OPEN = (WebhookState.WAITING, WebhookState.HELD)


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def visible_to(self, actor: Actor) -> Self:
        """What was sent may tell of the maker's own inbox: to other administrators it is not shown."""
        return self.filter(webhook__in=Webhook.objects.visible_to(actor).filter(created_by=actor.user))


class WebhookDelivery(models.Model):
    """
    One message to one address, as it is sent each time; its id is what the receiver knows it again by.

    `tries` says of each attempt when it was, for how many milliseconds, what was answered or what went wrong.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.BigIntegerField(null=True, help_text="The number of the event; none of a test.")
    verb = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=WebhookState, default=WebhookState.WAITING)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tries: Any = models.JSONField(default=list)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(condition=Q(state__in=WebhookState.values), name="webhook_delivery_state"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="webhook_delivery_due", condition=Q(state__in=["waiting", "held"])),
            models.Index(fields=["webhook", "-id"], name="webhook_delivery_log"),
            models.Index(fields=["settled_at"], name="webhook_delivery_over", condition=Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} to {self.webhook_id}"

    @property
    def message_id(self) -> str:
        return f"msg_{self.pk.hex}"

    @property
    def last_try(self) -> dict[str, Any] | None:
        return self.tries[-1] if self.tries else None
