"""What is done about money. Each act is one function; all faces call it."""

from __future__ import annotations

from workstate.billing.actions.defaults import set_billable
from workstate.billing.actions.rates import change_rate, delete_rate, restore_rate, set_rate
from workstate.billing.actions.settings import change_billing_settings

__all__ = ["change_billing_settings", "change_rate", "delete_rate", "restore_rate", "set_billable", "set_rate"]
