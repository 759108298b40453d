"""What the product has to tell a person about their time."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class NoticeKind(models.TextChoices):
    TIMER_STOPPED = "timer_stopped", _("A forgotten timer was stopped")
    NOT_TRACKING = "not_tracking", _("You are not tracking")
    GOAL_REACHED = "goal_reached", _("A goal was reached")
    GOAL_AT_RISK = "goal_at_risk", _("A goal is at risk")
    WEEK_SUBMITTED = "week_submitted", _("A week waits for approval")
    WEEK_APPROVED = "week_approved", _("A week was approved")
    WEEK_RETURNED = "week_returned", _("A week was returned")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def open(self) -> Self:
        return self.filter(dismissed_at=None)


class Notice(models.Model):
    """
    Shown on all open pages of a person until it is put away on one of them.

    `key` names the occasion, such as a goal's week: the same occasion is told once, however often a job comes by.
    `data` holds what the words need; `batch` names the act that its Undo takes back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    key = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    batch = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    dismissed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [models.Index(fields=["user", "id"], name="notice_open", condition=Q(dismissed_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
