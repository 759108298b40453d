"""When a person works: for each day of the week from when to when, and how many hours of that are work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from workstate.core.clock import instant_of

if TYPE_CHECKING:
    from workstate.accounts.models import User

DAYS: Final = 7
A_DAY: Final = 24 * 3600
LEAST_WORK: Final = 60
"""Seconds of a working day."""


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """
    Work from one time of day to another. An end that is not after the start is on the following day.

    `seconds` is how much of it is work: less than the span by the length of the pause.
    """

    starts: time
    ends: time
    seconds: int

    @property
    def length(self) -> int:
        """Seconds from start to end by the wall clock, pause included; at most 24 hours."""
        return (_seconds(self.ends) - _seconds(self.starts)) % A_DAY or A_DAY

    @property
    def pause(self) -> int:
        return self.length - self.seconds

    @property
    def is_overnight(self) -> bool:
        return self.ends <= self.starts

    def stored(self) -> dict[str, Any]:
        return {"starts": f"{self.starts:%H:%M}", "ends": f"{self.ends:%H:%M}", "seconds": self.seconds}


ORDINARY: Final = WorkingDay(time(9), time(17), 8 * 3600)
ORDINARY_WEEK: Final = (ORDINARY,) * 5 + (None,) * 2
"""What holds for who has said nothing: Monday to Friday, eight hours."""


@dataclass(frozen=True, slots=True)
class WorkingWeek(Sequence["WorkingDay | None"]):
    """The week of one person, by weekday from Monday, 0; None on a day off. Instants are in the person's zone."""

    days: tuple[WorkingDay | None, ...]
    zone: ZoneInfo

    @classmethod
    def of(cls, user: User) -> WorkingWeek:
        return cls(read_days(user.working_hours), user.zone)

    def __getitem__(self, weekday: Any) -> Any:
        return self.days[weekday]

    def __iter__(self) -> Iterator[WorkingDay | None]:
        return iter(self.days)

    def __len__(self) -> int:
        return len(self.days)

    def on(self, day: date) -> WorkingDay | None:
        return self.days[day.weekday()]

    def seconds_on(self, day: date) -> int:
        """How much the person works on the day; 0 on a day off."""
        found = self.on(day)
        return found.seconds if found else 0

    def span_on(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when, as instants in UTC: on a day on which the clocks change an hour longer or shorter."""
        found = self.on(day)
        if not found:
            return None
        last = day + timedelta(days=1) if found.is_overnight else day
        return instant_of(day, found.starts, self.zone), instant_of(last, found.ends, self.zone)

    def span_at(self, instant: datetime) -> tuple[datetime, datetime] | None:
        """The stretch of work that the instant lies in, begun on that day or the night before; None out of hours."""
        today = instant.astimezone(self.zone).date()
        for day in (today, today - timedelta(days=1)):
            span = self.span_on(day)
            if span and span[0] <= instant < span[1]:
                return span
        return None

    @property
    def weekdays(self) -> frozenset[int]:
        """Those on which the person works; Monday is 0."""
        return frozenset(weekday for weekday, found in enumerate(self.days) if found)

    @property
    def seconds(self) -> int:
        """How much the person works in a week."""
        return sum(found.seconds for found in self.days if found)


def read_days(stored: Any) -> tuple[WorkingDay | None, ...]:
    """What User.working_hours says; nothing there is the ordinary week."""
    if not stored:
        return ORDINARY_WEEK
    return tuple(
        WorkingDay(time.fromisoformat(one["starts"]), time.fromisoformat(one["ends"]), one["seconds"]) if one else None
        for one in stored
    )


def stored_days(days: Sequence[WorkingDay | None]) -> list[dict[str, Any] | None]:
    """What User.working_hours keeps; nothing for the ordinary week."""
    return [] if tuple(days) == ORDINARY_WEEK else [found.stored() if found else None for found in days]


def _seconds(wall: time) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second
