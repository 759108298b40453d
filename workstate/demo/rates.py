"""What an hour of the sample work earns and costs, so that reports show money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from workstate.billing.actions import set_rate
from workstate.billing.models import RateKind
from workstate.billing.queries import settings_of
from workstate.core.actor import Actor
from workstate.core.clock import today
from workstate.projects.models import Project


def write_rates(projects: Iterable[Project], *, by: Actor) -> None:
    """
    Rates of the workspace, of the person, of projects and of the person on one; two months ago some went up.

    Table booking has none of its own: there the person's holds. All in the workspace's currency.
    """
    currency = settings_of(by.workspace).currency
    unit = 1 if get_currency_precision(currency) else 100
    raised = _month_ago(_month_ago(today(by.zone)))
    named = {project.name: project for project in projects}

    def hour(amount: str, **of: Any) -> None:
        set_rate(by=by, amount=Decimal(amount) * unit, currency=currency, **of)

    hour("80")
    hour("84", starts=raised)
    hour("88", user=by.user)
    hour("92", user=by.user, starts=raised)
    hour("36.50", user=by.user, kind=RateKind.COST)
    hour("39", user=by.user, kind=RateKind.COST, starts=raised)
    hour("35", kind=RateKind.COST)
    hour("95", project=named["Storefront"])
    hour("110", project=named["Mobile app"])
    hour("75", project=named["Rebrand"])
    hour("82.50", project=named["Rebrand"], user=by.user, starts=raised)


def _month_ago(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
