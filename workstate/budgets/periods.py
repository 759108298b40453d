"""The days over which a budget is counted: calendar days, as time has been written on them, whatever zone anybody is in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workstate.budgets.models import Budget
from workstate.core.clock import FIRST_DAY, LAST_DAY

WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
"""Between these offsets of clocks from UTC lies every day that somebody calls today."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def month_of(day: date) -> Span:
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def span_of(budget: Budget, day: date) -> Span:
    """What counts together with the day: its month, or all days of the project."""
    if budget.is_monthly:
        return month_of(day)
    return Span(budget.starts or FIRST_DAY, budget.ends or LAST_DAY)


def spans_watched(budget: Budget, at: datetime) -> Iterator[Span]:
    """
    Those of which people are told: of months the present one, wherever one is, and the one before, in which time is still
    being written down.
    """
    if not budget.is_monthly:
        yield span_of(budget, at.date())
        return
    months = {month_of((at + offset).date()) for offset in (WEST, EAST)}
    first = min(month.first for month in months)
    yield from sorted(months | {month_of(first - timedelta(days=1))}, key=lambda span: span.first)
