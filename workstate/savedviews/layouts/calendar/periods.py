"""Which days a calendar shows: a month in whole weeks, a week, or a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from workstate.accounts.formats import Formats
from workstate.core.clock import week_of
from workstate.savedviews.scenes import FIRST, LAST

DAY, WEEK, MONTH = "day", "week", "month"
SPANS = (MONTH, WEEK, DAY)


@dataclass(frozen=True)
class Period:
    """`on` is the day that was asked for; `first_weekday` counts from Monday, 0. Both ends are shown."""

    span: str
    on: date
    first_weekday: int

    @classmethod
    def of(cls, span: str, on: date, first_weekday: int) -> Period:
        """A span that is longer than a calendar shows, left over from a timeline, is a month."""
        return cls(span if span in SPANS else MONTH, on, first_weekday)

    @cached_property
    def first(self) -> date:
        if self.span == DAY:
            return self.on
        return week_of(self.on.replace(day=1) if self.span == MONTH else self.on, self.first_weekday)[0]

    @cached_property
    def last(self) -> date:
        if self.span == DAY:
            return self.on
        end = self.on.replace(day=_length(self.on)) if self.span == MONTH else self.on
        return week_of(end, self.first_weekday)[1]

    @cached_property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1)]

    @property
    def weeks(self) -> list[list[date]]:
        return [self.days[at : at + 7] for at in range(0, len(self.days), 7)]

    @property
    def previous(self) -> date | None:
        """The day to ask for to see what comes before; None at the beginning of all calendars."""
        return self._step(-1)

    @property
    def following(self) -> date | None:
        return self._step(1)

    def _step(self, way: int) -> date | None:
        if self.span == MONTH:
            year, month = divmod(self.on.year * 12 + self.on.month - 1 + way, 12)
            there = date(year, month + 1, min(self.on.day, monthrange(year, month + 1)[1]))
        else:
            there = self.on + timedelta(days=way * (7 if self.span == WEEK else 1))
        return there if FIRST <= there <= LAST else None

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_outside(self, day: date) -> bool:
        """Whether the day only fills up a week of the month."""
        return self.span == MONTH and (day.year, day.month) != (self.on.year, self.on.month)

    def title(self, formats: Formats) -> str:
        """December 2026; 30 Nov – 6 Dec; Thu 3 December"""
        if self.span == MONTH:
            return formats.month(self.on)
        return formats.full_day(self.on) if self.span == DAY else formats.days(self.first, self.last)

    @property
    def week_number(self) -> int:
        """As ISO 8601 counts: that of the week's Thursday."""
        return week_number(self.first)


def week_number(first: date) -> int:
    """The number of the week that begins on the day, whatever weekday that is: the week's Thursday says it (ISO 8601)."""
    return (first + timedelta(days=(3 - first.weekday()) % 7)).isocalendar().week


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
