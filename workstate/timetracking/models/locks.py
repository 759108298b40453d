"""What makes time unchangeable: a week that was handed in, and a period that the workspace has closed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class LockedPeriodQuerySet(models.QuerySet["LockedPeriod"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody whose time it holds may know of it."""
        return self.filter(workspace=actor.workspace)

    def holding(self, first: object, last: object) -> Self:
        """Those that hold any of the days."""
        return self.filter(Q(first=None) | Q(first__lte=last), last__gte=first)


class LockedPeriod(models.Model):
    """Days of a workspace in which no time is written or changed, by whomever; without a first day, all up to the last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    first = models.DateField(null=True)
    last = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    locked_at = models.DateTimeField()

    objects = LockedPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first=None) | Q(first__lte=F("last")),
                name="locked_period_order",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "last"], name="locked_period_days")]

    def __str__(self) -> str:
        return f"{self.first or '…'} to {self.last}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; an administrator sees everybody's."""
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(user=actor.user)

    def standing(self) -> Self:
        """Handed in and neither returned nor taken back: its days are locked."""
        return self.filter(returned_at=None, withdrawn_at=None)

    def waiting(self) -> Self:
        return self.standing().filter(approved_at=None)

    def holding(self, first: object, last: object) -> Self:
        return self.filter(first__lte=last, last__gte=first)


class Submission(models.Model):
    """A week of a person's time, handed in for approval. Returned or taken back it stays as a record; a new one is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    seconds = models.PositiveIntegerField(help_text="The total when it was handed in.")
    note = models.CharField(max_length=1000, blank=True)
    submitted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    comment = models.CharField(max_length=1000, blank=True, help_text="What the one who returned it says.")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "first"],
                name="submission_once",
                condition=Q(returned_at=None, withdrawn_at=None),
                violation_error_message=_("This week has been submitted already."),
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="submission_order"),
        ]
        indexes = [
            models.Index(fields=["workspace", "user", "last"], name="submission_days"),
            models.Index(
                fields=["workspace"],
                name="submission_waiting",
                condition=Q(approved_at=None, returned_at=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"
