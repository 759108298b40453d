"""Whatever time and whatever rates there are, what is used is what adding up entry by entry comes to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from workstate.billing.actions import set_rate
from workstate.billing.models import Rate, RateKind
from workstate.billing.pricing import rate_on
from workstate.budgets.actions import set_budget
from workstate.budgets.models import Budget
from workstate.budgets.standing import standings
from workstate.budgets.tests.test_budgets import BudgetTestCase
from workstate.core.durations import HOUR
from workstate.core.errors import Invalid
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import TimeEntry

FIRST = date(2026, 2, 24)


class ExactTest(BudgetTestCase):
    """The same draws each time; the scopes of rates come one by one, so that each kind of sum is asked for."""

    def test_sums_of_a_month_are_those_of_its_entries(self) -> None:
        task = create_task("Call", by=self.by_ana, project=self.project)
        monthly: dict[str, Any] = {"project": self.project, "period": "month"}
        budgets = [
            set_budget(by=self.by_ana, kind="time", seconds=HOUR, **monthly),
            set_budget(by=self.by_mara, kind="money", amount=Decimal(10), currency="EUR", **monthly),
        ]
        scopes: list[dict[str, Any]] = [
            {},
            {"project": self.project},
            {"user": self.ana},
            {"project": self.project, "user": self.mara},
            {"task": task},
        ]
        places: list[dict[str, Any]] = [{"project": self.project}, {"task": task}, {"project": self.other}]
        draw = Random(7)  # nosec B311: of no secret
        for round_ in range(8):
            for _time in range(5):
                create_entry(
                    by=draw.choice([self.by_ana, self.by_mara]),
                    day=FIRST + timedelta(days=draw.randrange(9)),
                    duration=draw.randrange(1, 86_400),
                    billable=draw.random() < 0.7,
                    **draw.choice(places),
                )
            self._set_rate(draw, scopes[: round_ + 1])
            for budget in budgets:
                for day in (date(2026, 2, 1), date(2026, 3, 31)):
                    (found,) = standings(self.by_olga, [budget], day=day)
                    self.assertEqual(found.spent, self._by_hand(budget, day.month), f"{budget.kind} in round {round_}")

    def _set_rate(self, draw: Random, scopes: list[dict[str, Any]]) -> None:
        amount = Decimal(draw.randrange(0, 5_000_000)).scaleb(-4)
        starts = draw.choice([None, FIRST + timedelta(days=draw.randrange(9))])
        try:
            set_rate(by=self.by_mara, amount=amount, currency=draw.choice(["EUR", "USD"]), starts=starts, **scopes[-1])
        except Invalid:
            pass  # One begins on that day already.

    def _by_hand(self, budget: Budget, month: int) -> Fraction:
        rates = list(Rate.objects.all())
        spent = Fraction()
        for entry in TimeEntry.objects.filter(project=self.project, day__month=month):
            seconds = entry.duration or 0
            if not budget.is_money:
                spent += seconds
            elif entry.billable:
                rate = rate_on(
                    rates,
                    entry.day,
                    project=entry.project_id,
                    task=entry.task_id,
                    user=entry.user_id,
                    kind=RateKind.BILLABLE,
                )
                if rate and rate.currency == "EUR":
                    spent += Fraction(rate.amount) * seconds / HOUR
        return spent
