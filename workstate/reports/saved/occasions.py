"""When a schedule comes due: days by the calendar, a time on the wall clock of a zone. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workstate.core.clock import day_of, instant_of
from workstate.reports.models import Frequency, ReportSchedule

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
# From any day on there is an occasion within so many: two months and what a clock may skip.
FAR = 70
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Which days, and when on them. A day of the month that a month has not is its last."""

    frequency: Frequency
    at: time
    weekday: int | None = None
    day_of_month: int | None = None

    @classmethod
    def of(cls, schedule: ReportSchedule) -> Rhythm:
        return cls(Frequency(schedule.frequency), schedule.at, schedule.weekday, schedule.day_of_month)

    def is_on(self, day: date) -> bool:
        match self.frequency:
            case Frequency.DAILY:
                return True
            case Frequency.WEEKDAYS:
                return day.weekday() < SATURDAY
            case Frequency.WEEKLY:
                return day.weekday() == self.weekday
            case Frequency.MONTHLY:
                assert self.day_of_month is not None
                return day.day == min(self.day_of_month, monthrange(day.year, day.month)[1])

    def moment(self, day: date, zone: ZoneInfo) -> datetime:
        """
        The instant, in UTC, of the day's occasion.

        A time that the clocks skip on that day is the next that they show; of one that they show twice the first is meant.
        """
        wall = datetime.combine(day, self.at.replace(second=0, microsecond=0, tzinfo=None))
        while True:
            instant = instant_of(wall.date(), wall.time(), zone)
            if instant.astimezone(zone).replace(tzinfo=None) == wall:
                return instant
            wall += ONE_MINUTE

    def next_after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The first occasion later than the instant."""
        first = day_of(instant, zone) - 2 * ONE_DAY
        return next(moment for moment in self._moments(first, ONE_DAY, zone) if moment > instant)

    def last_until(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The latest occasion that is not later than the instant."""
        last = day_of(instant, zone) + ONE_DAY
        return next(moment for moment in self._moments(last, -ONE_DAY, zone) if moment <= instant)

    def _moments(self, day: date, step: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
        for _number in range(FAR):
            if self.is_on(day):
                yield self.moment(day, zone)
            day += step
