"""
What counts towards budgets, added up by the database out of the sums of days.

Asks nobody: who may see a sum is asked before (policies). One query for all time budgets of a workspace, two for all that
are of money.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from workstate.billing.models import RateKind
from workstate.billing.pricing import Pricing, pricings_of
from workstate.budgets.models import Budget, Counted
from workstate.budgets.periods import Span
from workstate.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Ask:
    budget: Budget
    span: Span


@dataclass(frozen=True, slots=True)
class Used:
    """
    Of a time budget `seconds`. Of money `earned`, exact: seconds times the rate of an hour; `unpriced` are the billable
    seconds that no rate holds for, `foreign` those whose rate is in another currency: neither is counted.
    """

    seconds: int = 0
    earned: Decimal = Decimal(0)
    unpriced: int = 0
    foreign: int = 0

    def __add__(self, other: Used) -> Used:
        return Used(
            self.seconds + other.seconds,
            self.earned + other.earned,
            self.unpriced + other.unpriced,
            self.foreign + other.foreign,
        )


NOTHING = Used()

_WANTED = """
unnest(%s::int[], %s::uuid[], %s::date[], %s::date[], %s::boolean[], %s::text[])
AS w(n, project_id, first, last, only_billable, currency)
"""
_OF_TIME = """
SELECT w.n, {day}, SUM(s.seconds), 0, 0, 0
FROM {wanted}
JOIN timetracking_daytotal s ON s.project_id = w.project_id AND s.day BETWEEN w.first AND w.last
    AND (s.billable OR NOT w.only_billable)
WHERE s.workspace_id = %s
GROUP BY 1, 2
"""
_OF_MONEY = """
SELECT w.n, {day}, SUM(s.seconds),
    COALESCE(SUM(s.seconds * {amount}) FILTER (WHERE {currency} = w.currency), 0),
    COALESCE(SUM(s.seconds) FILTER (WHERE {amount} IS NULL), 0),
    COALESCE(SUM(s.seconds) FILTER (WHERE {currency} <> w.currency), 0)
FROM {wanted}
JOIN {source} s ON s.project_id = w.project_id AND s.day BETWEEN w.first AND w.last AND s.billable
{joins}
WHERE s.workspace_id = %s
GROUP BY 1, 2
"""


def used_of(workspace: Workspace, asks: Sequence[Ask]) -> list[Used]:
    """What is used of each, in the order in which it was asked."""
    found = [NOTHING] * len(asks)
    for at, _day, used in _rows(workspace, asks, by_day=False):
        found[at] = used
    return found


def used_by_day(workspace: Workspace, ask: Ask) -> dict[date, Used]:
    """By days on which there is something."""
    return {day: used for _at, day, used in _rows(workspace, [ask], by_day=True)}


def _rows(workspace: Workspace, asks: Sequence[Ask], *, by_day: bool) -> Iterator[tuple[int, date, Used]]:
    day = "s.day" if by_day else "NULL::date"
    of_time = [(at, ask) for at, ask in enumerate(asks) if not ask.budget.is_money]
    of_money = [(at, ask) for at, ask in enumerate(asks) if ask.budget.is_money]
    if of_time:
        yield from _found(_OF_TIME.format(day=day, wanted=_WANTED), workspace, of_time)
    if of_money:
        pricing = pricings_of(workspace)[RateKind.BILLABLE]
        sql = _OF_MONEY.format(
            day=day,
            wanted=_WANTED,
            source=_source(pricing),
            joins=pricing.joins,
            amount=pricing.amount,
            currency=pricing.currency,
        )
        yield from _found(sql, workspace, of_money)


def _source(pricing: Pricing) -> str:
    """The fewest rows that say what the rates are of."""
    if pricing.needs_task:
        return "timetracking_dayshare"
    return "timetracking_daysum" if pricing.needs_person else "timetracking_daytotal"


def _found(sql: str, workspace: Workspace, asks: Sequence[tuple[int, Ask]]) -> Iterator[tuple[int, date, Used]]:
    columns: list[list[Any]] = [
        [at for at, _ask in asks],
        [ask.budget.project_id for _at, ask in asks],
        [ask.span.first for _at, ask in asks],
        [ask.span.last for _at, ask in asks],
        [ask.budget.counted == Counted.BILLABLE for _at, ask in asks],
        [ask.budget.currency for _at, ask in asks],
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*columns, workspace.pk])
        rows = cursor.fetchall()
    for at, day, seconds, earned, unpriced, foreign in rows:
        yield at, day, Used(int(seconds), Decimal(earned), int(unpriced), int(foreign))
