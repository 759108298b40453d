"""Days: arithmetic on the calendar, kept within the years that are accepted."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from workstate.tasks.quickadd.languages.language import Edge, Period

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199
FRIDAY: Final = 4
SATURDAY: Final = 5


def day(year: int, month: int, number: int) -> date | None:
    """The date, or None when there is no such day or it is outside the accepted years."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, number)


def within(found: date | None) -> date | None:
    """The date if its year is accepted."""
    return found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None


def add_days(start: date, count: int) -> date | None:
    """`count` days later, or None beyond the accepted years."""
    if count > (LAST_YEAR + 1 - FIRST_YEAR) * 366:
        return None
    return within(start + timedelta(days=count))


def add_months(start: date, count: int) -> date | None:
    """The same day `count` months later; the last of the month where that month is shorter."""
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def next_day_of_year(today: date, month: int, number: int) -> date | None:
    """The next such day, today included: 29 February waits for a leap year."""
    for year in range(today.year, today.year + 9):
        found = day(year, month, number)
        if found and found >= today:
            return found
    return None


def next_day_of_month(today: date, number: int) -> date | None:
    """The next day with that number, today included; months without it are passed over."""
    for ahead in range(4):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        found = day(year, month + 1, number)
        if found and found >= today:
            return found
    return None


def next_weekday_and_number(today: date, weekday: int, number: int) -> date | None:
    """The next day with that number that is also that weekday, within fourteen months; else the next with the number."""
    found = next_day_of_month(today, number)
    for ahead in range(15):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        candidate = day(year, month + 1, number)
        if candidate and candidate >= today and candidate.weekday() == weekday:
            return candidate
    return found


def week_of(today: date, week_start: int) -> date:
    """The first day of the week that holds `today`."""
    return today - timedelta(days=(today.weekday() - week_start) % 7)


def weekday_after(today: date, weekday: int) -> date:
    """The next such weekday after today: seven days ahead when it is the same."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_from(today: date, weekday: int) -> date:
    """The next such weekday, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def weekday_in_week(today: date, weekday: int, weeks: int, week_start: int) -> date:
    """That weekday in the week `weeks` after the present one, where weeks begin on `week_start`."""
    return week_of(today, week_start) + timedelta(days=weeks * 7 + (weekday - week_start) % 7)


def edge_of(edge: Edge, period: Period, ahead: int, today: date, week_start: int) -> date | None:
    """The first, middle or last day of a period `ahead` of the present one.

    A week ends on its Friday (the next one, once it is over) and has its middle on Wednesday; a weekend is Saturday and
    Sunday; a month has its middle on the 15th.
    """
    if period == "week":
        if edge == "start":
            return within(week_of(today, week_start) + timedelta(days=7 * ahead))
        target = weekday_in_week(today, FRIDAY if edge == "end" else 2, ahead, week_start)
        return within(target if target >= today else target + timedelta(days=7))
    if period == "weekend":
        # On a Sunday "the weekend" is the coming one: nobody plans Saturday on the day after it.
        saturday = weekday_from(today, SATURDAY) + timedelta(days=7 * ahead)
        return within(saturday + timedelta(days=1) if edge == "end" else saturday)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    first_month = (today.month - 1) // months * months + 1
    first = add_months(today.replace(day=1, month=first_month), months * ahead)
    if first is None or edge == "start":
        return first
    if edge == "middle":
        return first.replace(day=15) if months == 1 else add_months(first, months // 2)
    following = add_months(first, months)
    return following - timedelta(days=1) if following else day(LAST_YEAR, 12, 31)


def existing(on: date, at: time, zone: tzinfo | None) -> tuple[date, time]:
    """The same wall clock, or the first that exists after it when the clock is put forward over it."""
    naive = datetime.combine(on, at)
    before = naive.replace(tzinfo=zone).utcoffset()
    after = naive.replace(tzinfo=zone, fold=1).utcoffset()
    if zone is None or before is None or after is None or after <= before:
        return on, at
    # Between the two readings of a skipped time lies the change itself: find it by halving, to the second.
    low, high = (naive - after).replace(tzinfo=UTC), (naive - before).replace(tzinfo=UTC)
    for _ in _halvings(high - low):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    moment = (high + timedelta(milliseconds=500)).astimezone(zone).replace(microsecond=0)
    return moment.date(), moment.time()


def _halvings(span: timedelta) -> Iterator[int]:
    return iter(range(int(span.total_seconds() * 4).bit_length()))
