"""What a workspace wants of everybody's time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workstate.workspaces.models import Workspace


class RoundingMode(models.TextChoices):
    NONE = "none", _("Not at all")
    UP = "up", _("Up")
    DOWN = "down", _("Down")
    NEAREST = "nearest", _("To the nearest")


class TimeRules(models.Model):
    """Rounding in reports and bills, what an entry must say, and whether weeks are handed in. One row, made on first change."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    rounding = models.CharField(max_length=7, choices=RoundingMode, default=RoundingMode.NONE)
    rounding_step = models.PositiveIntegerField(default=15 * 60, help_text="Seconds; entries are rounded to multiples.")
    requires_project = models.BooleanField(default=False)
    requires_task = models.BooleanField(default=False)
    requires_description = models.BooleanField(default=False)
    requires_label = models.BooleanField(default=False)
    approves_weeks = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rounding__in=RoundingMode.values), name="rules_rounding"),
            models.CheckConstraint(
                condition=Q(rounding_step__gte=60, rounding_step__lte=24 * 3600), name="rules_rounding_step"
            ),
        ]

    def __str__(self) -> str:
        return str(self.workspace_id)
