"""The day as one slim line, from its first hour to its last: what is drawn over each day of the list. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from workstate.core.clock import day_of, instant_of
from workstate.timetracking.models import TimeEntry

WIDTH: Final = 1000
THINNEST: Final = 3
OPENS, CLOSES = time(6), time(22)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Block:
    """An entry as far as it lies on the day; `x` and `width` are of WIDTH."""

    entry: TimeEntry
    start: datetime
    end: datetime
    x: int
    width: int

    @property
    def colour(self) -> str:
        return self.entry.shown_project.colour if self.entry.shown_project else "none"


@dataclass(frozen=True, slots=True)
class Ribbon:
    """From when to when (UTC) it reaches, what stands on it, and where every third hour begins."""

    opens: datetime
    closes: datetime
    blocks: tuple[Block, ...]
    hours: tuple[int, ...]

    @property
    def seconds(self) -> int:
        return int((self.closes - self.opens).total_seconds())


def ribbon_of(
    entries: Iterable[TimeEntry], bounds: tuple[datetime, datetime], zone: ZoneInfo, *, current: datetime
) -> Ribbon | None:
    """
    The day between the bounds with what of the entries lies on it, None where nothing has clock times.

    It reaches from 6 to 22 o'clock, further where time was tracked earlier or later. Lengths are those that passed: on a
    day on which the clock is changed an hour is missing or there twice.
    """
    begins, ends = bounds
    spans = []
    for entry in entries:
        if entry.started_at is None:
            continue
        start = max(entry.started_at, begins)
        end = min(entry.stopped_at or max(entry.started_at, current), ends)
        if start <= end and start < ends:
            spans.append((start, end, entry))
    if not spans:
        return None
    day = day_of(begins, zone)
    opens = max(begins, min(instant_of(day, OPENS, zone), _hour_of(min(start for start, *_rest in spans), zone)))
    last = max(end for _start, end, _entry in spans)
    closes = min(ends, max(instant_of(day, CLOSES, zone), _hour_of(last + _HOUR - timedelta(seconds=1), zone)))
    whole = (closes - opens).total_seconds()

    def place(instant: datetime) -> int:
        return round((instant - opens).total_seconds() * WIDTH / whole)

    blocks = tuple(
        Block(entry, start, end, min(place(start), WIDTH - THINNEST), max(THINNEST, place(end) - place(start)))
        for start, end, entry in sorted(spans, key=lambda span: (span[0], span[2].pk))
    )
    return Ribbon(opens, closes, blocks, tuple(place(hour) for hour in _hours(opens, closes, zone)))


def _hour_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """The full hour of the wall clock that the instant is in."""
    local = instant.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second)
    return instant.astimezone(UTC) - past


def _hours(opens: datetime, closes: datetime, zone: ZoneInfo) -> list[datetime]:
    """Where every third hour of the wall clock begins, between the ends."""
    at, found = _hour_of(opens, zone) + _HOUR, []
    while at < closes:
        local = at.astimezone(zone)
        if local.hour % 3 == 0 and local.minute == 0:
            found.append(at)
        at += _HOUR - timedelta(minutes=local.minute)
    return found
