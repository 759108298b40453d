from __future__ import annotations

from workstate.billing.currencies import DEFAULT_CURRENCY, currency_of_zone
from workstate.billing.models import BillingSettings
from workstate.core.actor import Role
from workstate.workspaces.models import Membership, Workspace


def settings_of(workspace: Workspace) -> BillingSettings:
    """
    What a workspace wants of money. Until somebody chooses, the currency is that of where its owner's clock is.

    Two queries at most. What was never saved has `_state.adding`.
    """
    found = BillingSettings.objects.filter(workspace=workspace).first()
    if found:
        return found
    owners = Membership.objects.filter(workspace=workspace, role=Role.OWNER).order_by("joined_at", "pk")
    zone = owners.values_list("user__time_zone", flat=True).first()
    currency = currency_of_zone(zone) if zone else DEFAULT_CURRENCY
    return BillingSettings(workspace=workspace, currency=currency)
