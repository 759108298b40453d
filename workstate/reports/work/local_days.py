"""
The days of people, each in their own zone, for the database to find: what happened on which day of whose.

The server's own knowledge of zones decides, as everywhere else in the product, not the database's: the two may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workstate.accounts.models import User
from workstate.core.clock import start_of_day
from workstate.reports.periods import ONE_DAY, Period

SECOND = timedelta(seconds=1)
# No zone has ever changed its clock and changed it back within so few days.
LOOK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant up to another the clock of a zone shows UTC and so many seconds."""

    begins: datetime
    ends: datetime
    shift: int


def stretches(zone: ZoneInfo, first: date, last: date) -> list[Stretch]:
    """The days of the zone from the first to the last, cut where its clocks change. They leave no gap."""
    found: list[Stretch] = []
    begins, end = start_of_day(first, zone), start_of_day(last + ONE_DAY, zone)
    at = begins
    while at < end:
        then = min(at + LOOK, end)
        if _shift(then, zone) != _shift(at, zone):
            then = _change_between(at, then, zone)
            found.append(Stretch(begins, then, _shift(at, zone)))
            begins = then
        at = then
    if begins < end:
        found.append(Stretch(begins, end, _shift(begins, zone)))
    return found


def _shift(instant: datetime, zone: ZoneInfo) -> int:
    offset = instant.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second of the new offset."""
    old = _shift(before, zone)
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // SECOND // 2)
        if _shift(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


@dataclass(frozen=True, slots=True)
class LocalDays:
    """
    `sql` is a table to be joined: user_id, begins, ends (of an instant: begins <= it < ends) and shift; `day_of` says the
    day of an instant that was found in it. All instants lie between `begins` and `ends`, whosever.
    """

    sql: str
    params: tuple[Any, ...]
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, people: Sequence[User], period: Period) -> LocalDays:
        """Expects at least one person."""
        by_zone = {name: stretches(ZoneInfo(name), period.first, period.last) for name in {x.time_zone for x in people}}
        rows = [(person.pk, one) for person in people for one in by_zone[person.time_zone]]
        return cls(
            "unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::int[]) AS local (user_id, begins, ends, shift)",
            (
                [pk for pk, _one in rows],
                [one.begins for _pk, one in rows],
                [one.ends for _pk, one in rows],
                [one.shift for _pk, one in rows],
            ),
            min(one.begins for _pk, one in rows),
            max(one.ends for _pk, one in rows),
        )

    @staticmethod
    def day_of(instant: str) -> str:
        return f"({instant} AT TIME ZONE 'UTC' + local.shift * INTERVAL '1 second')::date"

    @staticmethod
    def on(person: str, instant: str) -> str:
        return f"local.user_id = {person} AND {instant} >= local.begins AND {instant} < local.ends"


def days_between(first: date, last: date) -> Iterator[date]:
    """Those after the first and before the last."""
    return (first + timedelta(days=number) for number in range(1, (last - first).days))


def zones_of(people: Iterable[User]) -> list[str]:
    return sorted({person.time_zone for person in people})
