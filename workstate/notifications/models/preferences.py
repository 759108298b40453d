from __future__ import annotations

from datetime import time
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.workspaces.models import Workspace

ALL_DAYS = 0b1111111


class Sound(models.TextChoices):
    """What the open app plays when something comes; the sounds are those of the focus timer."""

    NONE = "none", _("None")
    BELL = "bell", _("Bell")
    WOOD = "wood", _("Wood block")
    CHIME = "chime", _("Chime")


class NotificationPreferences(models.Model):
    """
    How a person wants to be told. Times are of the wall clock in their zone. Whoever has no row has what stands here.

    `channels` holds what differs from the defaults: {kind: {channel: how}}; preferences.Wishes reads it.
    """

    DIGEST_HOUR = 8
    REMINDER_HOUR = 9

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    channels = models.JSONField(default=dict, blank=True)
    digest_hour = models.PositiveSmallIntegerField(default=DIGEST_HOUR)
    # From when reminders of a day without a time count; triggers move those that are yet to come.
    reminder_hour = models.PositiveSmallIntegerField(default=REMINDER_HOUR, db_default=REMINDER_HOUR)
    quiet_from: models.TimeField[time | None, time | None] = models.TimeField(null=True)
    quiet_until: models.TimeField[time | None, time | None] = models.TimeField(
        null=True, help_text="Not after quiet_from: on the following day."
    )
    quiet_days = models.PositiveSmallIntegerField(default=0, help_text="A bit for each weekday; Monday is 1.")
    sound = models.CharField(max_length=5, choices=Sound, default=Sound.NONE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="notification_digest_hour"),
            models.CheckConstraint(condition=Q(reminder_hour__lte=23), name="notification_reminder_hour"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="notification_quiet_whole",
            ),
            # On one day at least something may come: else nothing ever would.
            models.CheckConstraint(condition=Q(quiet_days__lt=ALL_DAYS), name="notification_quiet_days"),
            models.CheckConstraint(condition=Q(sound__in=Sound.values), name="notification_sound"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class MuteQuerySet(models.QuerySet["Mute"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


class Mute(models.Model):
    """A project, or with none a whole workspace, of which a person hears only what calls them by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+", db_constraint=False)
    made_at = models.DateTimeField(db_default=Now())

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "workspace", "project"], name="mute_once", nulls_distinct=False),
            SameOwner(field="project", name="mute_project_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id or self.workspace_id} for {self.user_id}"
