"""How a stretch of time is spread over the days of a person. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from workstate.core.clock import day_of

_HOUR = timedelta(hours=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Share:
    """Whole seconds of an entry that fall on one day, after `before` seconds on earlier ones."""

    day: date
    seconds: int
    before: int


def shares_of(start: datetime, stop: datetime, zone: ZoneInfo) -> list[Share]:
    """
    The seconds of [start, stop) by the day that the wall clock of the zone showed, in the order of the days.

    The shares add up to the length; days of 23, 25 or no hours are what they were. A day that the clock showed twice, with
    another in between (it went back over midnight), counts what it showed both times.
    """
    if day_of(start, zone) == day_of(max(start, stop - _SECOND), zone) and _is_plain(start, stop, zone):
        return [Share(day_of(start, zone), int((stop - start).total_seconds()), 0)]
    by_day: dict[date, int] = {}
    for begin, end in _between_changes(start, stop, zone):
        for day, seconds in _by_midnights(begin, end, zone):
            by_day[day] = by_day.get(day, 0) + seconds
    shares, before = [], 0
    for day in sorted(by_day):
        shares.append(Share(day, by_day[day], before))
        before += by_day[day]
    return shares


def last_day_of(shares: list[Share]) -> date | None:
    """The day on which an entry ends, None when it is the one on which it begins."""
    return shares[-1].day if len(shares) > 1 else None


def days_between(first: date, last: date | None) -> Iterator[date]:
    """Every day from the first to the last, both included; only the first where there is no other."""
    for passed in range(((last or first) - first).days + 1):
        yield first + timedelta(days=passed)


def _is_plain(start: datetime, stop: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock was not changed in between; two changes lie weeks apart, so within a day the ends tell."""
    return stop - start <= timedelta(days=1) and start.astimezone(zone).utcoffset() == stop.astimezone(zone).utcoffset()


def _between_changes(start: datetime, stop: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The stretch cut at each instant at which the clock was changed."""
    begin = at = start.astimezone(UTC)
    end = stop.astimezone(UTC)
    offset = at.astimezone(zone).utcoffset()
    while at < end:
        following = min(at + _HOUR, end)
        if following.astimezone(zone).utcoffset() != offset:
            change = _change_between(at, following, zone)
            yield begin, change
            begin = following = change
            offset = change.astimezone(zone).utcoffset()
        at = following
    if begin < end:
        yield begin, end


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second of the new offset."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _by_midnights(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[date, int]]:
    """Days and their seconds within a stretch in which the clock ran evenly."""
    local = begin.astimezone(zone).replace(tzinfo=None)
    left = int((end - begin).total_seconds())
    while left > 0:
        midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time())
        until = -(-(midnight - local) // _SECOND)  # whole seconds; an offset may have parts of one
        seconds = min(left, until)
        yield local.date(), seconds
        left -= seconds
        local = midnight
