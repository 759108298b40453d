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
    members_see_budgets = models.BooleanField(
        default=True, db_default=True, help_text="Who may edit a project sees how much of its time budget is used."
    )
    billable_by_default = models.BooleanField(
        default=False, db_default=False, help_text="Of new time, where neither task, project nor client says otherwise."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="billing_currency")]

    def __str__(self) -> str:
        return self.currency
