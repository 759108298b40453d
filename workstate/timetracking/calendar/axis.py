"""
Where an instant stands on a day that is drawn by the clock. Pure: no clock of its own, no database.

All days of one drawing share an axis, so that nine o'clock stands at one height. An hour that the clock of one of them showed twice
has its room twice on all of them; what a day did not have is a hole in it. So an entry of the second pass is another block than one
of the first, and every block is as high as it took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

HOUR = 3600
A_DAY = 24 * HOUR
_FURTHEST = 16 * HOUR
"""No zone was ever further from UTC."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Run:
    """
    A stretch of a day in which the clock ran evenly: seconds from the top of the axis, the instant (Unix time) there, and what
    the clock showed then, in seconds since midnight. In the first `again` seconds of it the clock showed what it had shown before.
    """

    at: int
    seconds: int
    instant: int
    wall: int
    again: int = 0

    @property
    def end(self) -> int:
        return self.at + self.seconds


@dataclass(frozen=True, slots=True)
class Mark:
    """A full hour of the wall clock, or the second showing of one."""

    at: int
    hour: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The same before there is an axis: seconds of the wall clock since midnight."""

    wall: int
    seconds: int
    instant: int

    @property
    def end(self) -> int:
        return self.wall + self.seconds


@dataclass(frozen=True)
class Axis:
    """`length` is in seconds, those of an ordinary day unless one of the days showed some hours twice."""

    days: dict[date, tuple[Run, ...]]
    twice: tuple[tuple[int, int], ...]
    """Where the wall clock was set back, in seconds since midnight, and by how much."""

    @classmethod
    def of(cls, days: Sequence[date], zone: ZoneInfo) -> Axis:
        even = list(_even_stretches(days[0], days[-1], zone))
        stretches = {day: _of_day(day, even) for day in days}
        twice: dict[int, int] = {}
        for found in stretches.values():
            for before, after in pairwise(found):
                if after.wall < before.end:
                    twice[before.end] = max(twice.get(before.end, 0), before.end - after.wall)
        cuts = tuple(sorted(twice.items()))
        return cls({day: tuple(_runs(found, cuts)) for day, found in stretches.items()}, cuts)

    @cached_property
    def length(self) -> int:
        return A_DAY + sum(seconds for _, seconds in self.twice)

    @cached_property
    def marks(self) -> list[Mark]:
        first = [Mark(hour * HOUR + _shift(hour * HOUR, self.twice), hour) for hour in range(24)]
        again = [
            Mark(hour * HOUR + _shift(end, self.twice), hour, again=True)
            for end, seconds in self.twice
            for hour in range(-(-(end - seconds) // HOUR), -(-end // HOUR))
        ]
        return sorted(first + again, key=lambda mark: mark.at)

    def place(self, day: date, instant: datetime) -> int | None:
        """Where the instant stands on the day, None when it is on another."""
        at = int(instant.timestamp())
        return next((run.at + at - run.instant for run in self.days[day] if 0 <= at - run.instant < run.seconds), None)

    def span(self, day: date, start: datetime, stop: datetime) -> tuple[int, int] | None:
        """From where to where [start, stop) reaches on the day; None when nothing of it is there. A moment reaches nowhere."""
        first, last = int(start.timestamp()), int(stop.timestamp())
        found = []
        for run in self.days[day]:
            begins, ends = max(first, run.instant), min(last, run.instant + run.seconds)
            if begins < ends or (first == last == begins < ends + 1 and begins < run.instant + run.seconds):
                found += [run.at + begins - run.instant, run.at + ends - run.instant]
        return (min(found), max(found)) if found else None

    def holes(self, day: date) -> list[tuple[int, int]]:
        """From where to where the day had no time at all."""
        holes, reached = [], 0
        for run in sorted(self.days[day], key=lambda run: run.at):
            if run.at > reached:
                holes.append((reached, run.at))
            reached = max(reached, run.end)
        return [*holes, (reached, self.length)] if reached < self.length else holes

    def seconds_of(self, day: date) -> int:
        """How long the day was."""
        return sum(run.seconds for run in self.days[day])


def placed(at: int, seconds: int) -> str:
    """The classes of calendar.css and time-calendar.css that say where something stands and how high it is; both to the minute."""
    return f"{_counted('hmf', at)} {_counted('tug', seconds)}"


def _counted(names: str, seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{names[0]}{hours} {names[1]}{minutes // 5} {names[2]}{minutes % 5}"


def _even_stretches(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """From when to when (Unix time) the clock of the zone had which offset, around the days."""
    begin = _midnight(first) - _FURTHEST
    end = _midnight(last) + A_DAY + _FURTHEST
    offset = _offset(begin, zone)
    for at in range(begin, end, HOUR):
        following = min(at + HOUR, end)
        if _offset(following, zone) != offset:
            low, high = at, following
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
            yield begin, high, offset
            begin, offset = high, _offset(following, zone)
    yield begin, end, offset


def _of_day(day: date, even: Sequence[tuple[int, int, int]]) -> list[_Stretch]:
    """What of the stretches the wall clock called by the day, in the order in which it went by."""
    midnight = _midnight(day)
    found = []
    for begin, end, offset in even:
        first, last = max(begin + offset, midnight), min(end + offset, midnight + A_DAY)
        if first < last:
            found.append(_Stretch(first - midnight, last - first, first - offset))
    return found


def _runs(stretches: Sequence[_Stretch], twice: tuple[tuple[int, int], ...]) -> Iterator[Run]:
    reached = 0
    for one in stretches:
        again = max(one.wall, reached)  # up to there it is the second pass
        cuts = [one.wall, *(end for end, _ in twice if again < end < one.end), one.end]
        for begin, end in pairwise(cuts):
            instant = one.instant + begin - one.wall
            yield Run(begin + _shift(max(begin, again), twice), end - begin, instant, begin, max(0, again - begin))
        reached = one.end


def _shift(wall: int, twice: tuple[tuple[int, int], ...]) -> int:
    """How far what is shown at the time for the first time is moved down by what was shown twice before."""
    return sum(seconds for end, seconds in twice if end <= wall)


def _midnight(day: date) -> int:
    return (day - _EPOCH).days * A_DAY


def _offset(instant: int, zone: ZoneInfo) -> int:
    offset = (datetime.fromtimestamp(instant, UTC).astimezone(zone)).utcoffset() or timedelta()
    return int(offset.total_seconds())
