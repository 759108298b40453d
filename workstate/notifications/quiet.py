"""Hours and days in which a person is left alone. Everything is of the wall clock in their zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from workstate.core.clock import instant_of, start_of_day

MOST_STEPS: Final = 16
"""A week of quiet days with their nights; more steps than that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one time of day to another, over midnight where the end is not later, and on whole days (Monday is 0)."""

    zone: ZoneInfo
    starts: time | None = None
    ends: time | None = None
    days: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.starts or self.days)

    def end_of(self, at: datetime) -> datetime | None:
        """When the quiet in which the instant lies is over, in UTC; None for an instant that is not quiet."""
        end = at
        for _step in range(MOST_STEPS):
            following = self._next(end)
            if following is None:
                break
            end = following
        return None if end == at else end

    def next_open(self, at: datetime) -> datetime:
        """The first instant from then on at which something may come."""
        return self.end_of(at) or at

    def _next(self, at: datetime) -> datetime | None:
        local = at.astimezone(self.zone)
        if local.weekday() in self.days:
            return start_of_day(local.date() + timedelta(days=1), self.zone)
        if self.starts is None or self.ends is None:
            return None
        wall = local.time()
        if self.starts < self.ends:
            is_inside, day = self.starts <= wall < self.ends, local.date()
        else:
            is_inside = wall >= self.starts or wall < self.ends
            day = local.date() + timedelta(days=1) if wall >= self.starts else local.date()
        if not is_inside:
            return None
        end = instant_of(day, self.ends, self.zone)
        # In the night in which the clock is set back the end comes twice; past the first one it is the second.
        return end if end > at else instant_of(day, self.ends, self.zone, fold=1)
