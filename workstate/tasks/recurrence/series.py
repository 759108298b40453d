"""
The days of a rule, from any day on, in few steps.

A rule is walked by its periods (years, months, weeks, days). Which period comes next is arithmetic, so a series that
began in 1900 is entered where it is asked for. What a period holds follows the table in RFC 5545, 3.3.10. dateutil's
rrule walks from its start through every period and does not stop at UNTIL while nothing matches; the tests hold the
days found here against it.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from workstate.core.clock import LAST_DAY
from workstate.tasks.recurrence.rule import Frequency, Rule

MOST_EMPTY: Final = 1500
"""
Periods in a row without a day, after which a series counts as over. Nothing sane waits so long: the rarest day, a
29 February that is a Monday, comes within 40 years, and a daily rule for it looks at their Februaries alone.
"""

MOST_JUMPS: Final = 30
"""The same for hourly rules, which jump from one allowed day to the next."""

_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CALENDAR_BEGINS: Final = date(2000, 1, 1)
_CALENDAR_RECURS: Final = date(2040, 12, 31)
"""Within 28 years every weekday falls on every date; a rule without a match here has none."""


def days_from(rule: Rule, *, start: date, day: date, last: date = LAST_DAY) -> Iterator[date]:
    """The days of the series that begins on `start`, from `day` to `last`, both included, in order."""
    last = min(last, rule.until or last)
    low = max(day, start)
    if low > last:
        return
    empty = 0
    for first, end in _periods(rule, start, low, last):
        found = False
        for on in _days_within(rule, start, first, end):
            if low <= on <= last:
                found = True
                yield on
        empty = 0 if found else empty + 1
        if empty > MOST_EMPTY:
            return


def _periods(rule: Rule, start: date, low: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last days of the rule's periods, beginning with the one that holds `low` or the next after it."""
    if rule.frequency is Frequency.YEARLY:
        for year in _steps(start.year, low.year, last.year, rule.interval):
            yield date(year, 1, 1), date(year, 12, 31)
    elif rule.frequency is Frequency.MONTHLY:
        for number in _steps(_month_number(start), _month_number(low), _month_number(last), rule.interval):
            year, month = divmod(number, 12)
            if not rule.months or month + 1 in rule.months:
                yield date(year, month + 1, 1), date(year, month + 1, _length(year, month + 1))
    elif rule.frequency is Frequency.WEEKLY:
        # Day 1 of the calendar, date.min, is a Monday.
        begun, entered, ended = ((on.toordinal() - 1 - rule.week_start) // 7 for on in (start, low, last))
        for week in _steps(begun, entered, ended, rule.interval):
            first = week * 7 + rule.week_start + 1
            if first > 0 and first + 6 <= date.max.toordinal():
                yield date.fromordinal(first), date.fromordinal(first + 6)
    else:
        yield from _single_days(rule, start, low, last)


def _steps(start: int, low: int, last: int, interval: int) -> range:
    """start, start + interval, …: the part from `low` to `last`."""
    return range(start + -(-(low - start) // interval) * interval, last + 1, interval)


def _length(year: int, month: int) -> int:
    """Days of a month; calendar.monthrange would work out its first weekday too."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month - 1]


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _single_days(rule: Rule, start: date, low: date, last: date) -> Iterator[tuple[date, date]]:
    """Every so many days; months that the rule leaves out are jumped over. By the clock, every day may have an hour."""
    interval = 1 if rule.frequency.by_clock else rule.interval
    place, origin, end = low.toordinal(), start.toordinal(), last.toordinal()
    while place <= end:
        place += (origin - place) % interval
        if place > end:
            return
        day = date.fromordinal(place)
        if rule.months and day.month not in rule.months:
            place += _length(day.year, day.month) - day.day + 1
            continue
        yield day, day
        place += interval


def _days_within(rule: Rule, start: date, first: date, end: date) -> list[date]:
    """The days that the rule means in one period, ascending."""
    if first == end:
        return [first] if _limits_allow(rule, first) else []
    if rule.frequency is Frequency.WEEKLY:
        wanted = {weekday for _, weekday in rule.weekdays} or {start.weekday()}
        days = [on for on in _each(first, end) if on.weekday() in wanted and on.month in (rule.months or (on.month,))]
    elif rule.weekdays or rule.month_days:
        days = [on for span in _spans(rule, first, end) for on in _in_span(rule, *span)]
    else:
        months = (first.month,) if rule.frequency is Frequency.MONTHLY else rule.months or (start.month,)
        # Without a word about the day it is the day of the start, or the last of a month that is too short for it.
        days = [date(first.year, month, min(start.day, _length(first.year, month))) for month in months]
    if rule.positions:
        count = len(days)
        places = {place - 1 if place > 0 else count + place for place in rule.positions}
        days = [days[place] for place in sorted(places) if 0 <= place < count]
    return days


def _limits_allow(rule: Rule, day: date) -> bool:
    """Whether a single day passes the rule, whose parts can only take days away."""
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.weekdays or any(weekday == day.weekday() for _, weekday in rule.weekdays))
        and (not rule.month_days or _numbered(rule, day))
    )


def _spans(rule: Rule, first: date, end: date) -> list[tuple[date, date]]:
    """The stretches in which weekdays are counted: the months that are named, else the whole period."""
    if rule.frequency is Frequency.MONTHLY or not rule.months:
        return [(first, end)]
    year = first.year
    return [(date(year, month, 1), date(year, month, _length(year, month))) for month in rule.months]


def _in_span(rule: Rule, first: date, end: date) -> list[date]:
    if not rule.weekdays:
        return [on for on in _each(first, end) if _numbered(rule, on)]
    found: set[date] = set()
    for which, weekday in rule.weekdays:
        days = list(_each(first + timedelta(days=(weekday - first.weekday()) % 7), end, 7))
        if which == 0:
            found.update(days)
        elif abs(which) <= len(days):
            found.add(days[which - 1 if which > 0 else which])
    return sorted(on for on in found if not rule.month_days or _numbered(rule, on))


def _each(first: date, end: date, step: int = 1) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), end.toordinal() + 1, step))


def _numbered(rule: Rule, day: date) -> bool:
    """Whether the day has one of the rule's numbers, counted from the first of the month or from its last."""
    return day.day in rule.month_days or day.day - _length(day.year, day.month) - 1 in rule.month_days


@lru_cache(maxsize=1024)
def ever_matches(rule: Rule) -> bool:
    """Whether there is any day that the rule can mean; there is none for 30 February."""
    anywhere = replace(rule, interval=1, until=None)
    days = days_from(anywhere, start=_CALENDAR_BEGINS, day=_CALENDAR_BEGINS, last=_CALENDAR_RECURS)
    return next(days, None) is not None


def moments_from(rule: Rule, *, origin: datetime, after: datetime, last: date = LAST_DAY) -> Iterator[datetime]:
    """The wall-clock moments of an hourly or minutely rule, counted from `origin`, later than `after`."""
    step = timedelta(hours=rule.interval) if rule.frequency is Frequency.HOURLY else timedelta(minutes=rule.interval)
    last = min(last, rule.until or last)
    empty = 0
    moment = origin + max((after - origin) // step + 1, 0) * step
    while moment.date() <= last and empty <= MOST_JUMPS:
        if _limits_allow(rule, moment.date()):
            empty = 0
            yield moment
            moment += step
            continue
        empty += 1
        day = next(days_from(rule, start=moment.date(), day=moment.date() + timedelta(days=1), last=last), None)
        if day is None:
            return
        morning = datetime.combine(day, datetime.min.time())
        moment += -(-(morning - moment) // step) * step
