"""Days in a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from workstate.accounts.working_week import WorkingWeek
from workstate.core.clock import day_of, instant_of
from workstate.reports.periods import ONE_DAY
from workstate.reports.work.local_days import days_between


@dataclass(frozen=True, slots=True)
class Streak:
    """In days on which something was done: the row that goes on, and the longest there ever was."""

    present: int = 0
    longest: int = 0


def streak_of(days: Iterable[date], week: WorkingWeek, today: date) -> Streak:
    """
    How often in a row the person did something on every day on which they work.

    A day off on which nothing was done breaks no row; one on which something was done counts like any other. Nor does
    today as long as it is not over. Working days are those of the person's week as it is now.
    """
    count = longest = 0
    before: date | None = None
    for day in sorted({day for day in days if day <= today}):
        count = count + 1 if before is not None and not _is_broken(before, day, week) else 1
        longest = max(longest, count)
        before = day
    present = count if before is not None and not _is_broken(before, today, week) else 0
    return Streak(present, longest)


def _is_broken(first: date, last: date, week: WorkingWeek) -> bool:
    if last - first <= ONE_DAY:
        return False
    return any(week.seconds_on(day) and _was_there(day, week) for day in days_between(first, last))


def _was_there(day: date, week: WorkingWeek) -> bool:
    """Zones have left out days: Apia had no 30 December 2011."""
    return day_of(instant_of(day, time(12), week.zone), week.zone) == day
