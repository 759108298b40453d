"""The bars of a chart: days, or weeks, months and years when there would be too many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workstate.core.clock import week_of
from workstate.reports.periods import ONE_DAY, Period, month_of, year_of

MOST_DAYS = 31
MOST_DAYS_IN_WEEKS = 200
MOST_DAYS_IN_MONTHS = 366 * 5


@dataclass(frozen=True, slots=True)
class Bar:
    """The days that one bar of a chart stands for, both included."""

    first: date
    last: date


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @classmethod
    def of(cls, period: Period) -> Step:
        if period.days <= MOST_DAYS:
            return cls.DAY
        if period.days <= MOST_DAYS_IN_WEEKS:
            return cls.WEEK
        return cls.MONTH if period.days <= MOST_DAYS_IN_MONTHS else cls.YEAR


def start_of(day: date, step: Step, first_weekday: int) -> date:
    """The first day of the step that the day is in: it may lie before the period."""
    match step:
        case Step.WEEK:
            return week_of(day, first_weekday)[0]
        case Step.MONTH:
            return month_of(day)[0]
        case Step.YEAR:
            return year_of(day)[0]
    return day


def bars_of(period: Period, step: Step) -> tuple[Bar, ...]:
    """One bar after the other, empty ones too; the first and the last are cut to the period."""
    bars: list[Bar] = []
    day = period.first
    while day <= period.last:
        last = min(_end_of(day, step, period.first_weekday), period.last)
        bars.append(Bar(day, last))
        day = last + ONE_DAY
    return tuple(bars)


def _end_of(day: date, step: Step, first_weekday: int) -> date:
    match step:
        case Step.WEEK:
            return start_of(day, step, first_weekday) + timedelta(days=6)
        case Step.MONTH:
            return month_of(day)[1]
        case Step.YEAR:
            return year_of(day)[1]
    return day
