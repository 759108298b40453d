from __future__ import annotations

from workstate.billing.models.defaults import BillableDefault
from workstate.billing.models.letterhead import Letterhead, Paper
from workstate.billing.models.rates import Rate, RateKind
from workstate.billing.models.settings import BillingSettings

__all__ = ["BillableDefault", "BillingSettings", "Letterhead", "Paper", "Rate", "RateKind"]
