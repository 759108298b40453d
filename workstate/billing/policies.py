"""Who may see and change what time earns and costs."""

from __future__ import annotations

from workstate.billing.models import BillingSettings
from workstate.core.actor import Actor


def can_set_rates(actor: Actor) -> bool:
    return actor.administers


def can_see_amounts(actor: Actor, settings: BillingSettings) -> bool:
    """What time earns: administrators of everybody's; members of their own, where the workspace tells them."""
    return actor.administers or (settings.members_see_amounts and not actor.is_guest)


def can_see_costs(actor: Actor) -> bool:
    return actor.administers
