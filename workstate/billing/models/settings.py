from __future__ import annotations

from django.db import models
from django.db.models import Q

from workstate.workspaces.models import Workspace


class BillingSettings(models.Model):
    """What a workspace wants of money. One row, made on first change."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    currency = models.CharField(max_length=3, help_text="ISO 4217; of rates that name no other.")
    members_see_amounts = models.BooleanField(
        default=False, help_text="Members see what their own time earns. Costs are never theirs to see."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="billing_currency")]

    def __str__(self) -> str:
        return self.currency
