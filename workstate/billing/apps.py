from __future__ import annotations

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "workstate.billing"
    verbose_name = "Billing"

    def ready(self) -> None:
        from workstate.billing.defaults import billable_of
        from workstate.timetracking.defaults import register_billable

        register_billable(billable_of)
