from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "workstate.budgets"
    verbose_name = "Budgets"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.activity.places import register_place
        from workstate.budgets import handlers
        from workstate.budgets.hours import hours_of
        from workstate.projects.extensions import register_hours

        register_place("budgets.budget", _place)
        register_hours(hours_of)
        subscribe(handlers.COUNTED, handlers.watch_those)


def _place(budget: Any) -> tuple[Any, None]:
    return budget.project_id, None
