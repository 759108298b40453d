"""How days stand on a timeline: which are drawn, how wide each is, what is written above them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR

from workstate.accounts.formats import Formats

SPANS: Final = ("week", "month", "quarter", "year")
"""From near to far; a timeline has no day."""
_WIDTHS: Final[Mapping[str, int]] = {"week": 56, "month": 26, "quarter": 10, "year": 3}
_LENGTHS: Final[Mapping[str, int]] = {"week": 42, "month": 126, "quarter": 371, "year": 1096}
_AHEAD: Final[Mapping[str, int]] = {"week": 7, "month": 21, "quarter": 70, "year": 184}
_WORKDAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month or a year of the upper line; `width` in pixels."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Tick:
    """What is written under it; `x` is its middle, in pixels from the first day."""

    x: float
    text: str
    day_off: bool = False
    is_today: bool = False

    @property
    def now_width(self) -> int:
        """Of what stands behind it when it is today."""
        return 12 + 5 * len(self.text)

    @property
    def now_x(self) -> float:
        return self.x - self.now_width / 2


class Scale:
    """
    The days drawn around `on`. They begin with a week (a month in a year), and reach beyond the span that is looked at, so that
    one can scroll before more must be fetched.
    """

    def __init__(self, span: str, on: date, formats: Formats, first_weekday: int) -> None:
        self.span = span if span in SPANS else SPANS[0]
        self.on, self.formats, self.first_weekday = on, formats, first_weekday

    @cached_property
    def first(self) -> date:
        ahead = self.on - timedelta(days=_AHEAD[self.span])
        if self.span == "year":
            return ahead.replace(day=1)
        return ahead - timedelta(days=(ahead.weekday() - self.first_weekday) % 7)

    @property
    def days(self) -> int:
        return _LENGTHS[self.span]

    @property
    def day_width(self) -> int:
        return _WIDTHS[self.span]

    @property
    def width(self) -> int:
        return self.days * self.day_width

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def x(self, day: date) -> int:
        """Where the day begins; outside of what is drawn too."""
        return (day - self.first).days * self.day_width

    def shows(self, first: date, last: date) -> bool:
        return first <= self.last and last >= self.first

    @property
    def today_x(self) -> int | None:
        """The middle of today, None where it is not drawn."""
        today = self.formats.today
        return self.x(today) + self.day_width // 2 if self.shows(today, today) else None

    @property
    def day_off_x(self) -> list[int]:
        """Where days off stand in the first week, which all others repeat; none where a day is too narrow to tell."""
        if self.span == "year":
            return []
        week = (self.first + timedelta(days=step) for step in range(7))
        return [self.x(day) for day in week if day.weekday() >= _WORKDAYS]

    @property
    def title(self) -> str:
        """What is looked at, in words."""
        if self.span == "year":
            return str(self.on.year)
        if self.span == "month":
            return self.formats.month(self.on)
        return self.formats.days(self.on, moved(self.on, self.span, 1) - timedelta(days=1))

    @property
    def stretches(self) -> list[Stretch]:
        """Months, or years where the months stand beneath."""
        starts = [self.first, *self._firsts(years=self.span == "year"), self.last + timedelta(days=1)]
        return [
            Stretch(str(day.year) if self.span == "year" else self.formats.month(day), self.x(end) - self.x(day))
            for day, end in pairwise(starts)
        ]

    @property
    def lines(self) -> list[int]:
        """Where months begin."""
        return [self.x(day) for day in self._firsts(years=False)]

    @property
    def ticks(self) -> list[Tick]:
        if self.span == "year":
            starts = [self.first, *self._firsts(years=False), self.last + timedelta(days=1)]
            return [Tick((self.x(a) + self.x(b)) / 2, str(MONTHS_3[a.month]).title()) for a, b in pairwise(starts)]
        today = self.formats.today
        if self.span == "quarter":
            weeks = (self.first + timedelta(days=step) for step in range(0, self.days, 7))
            return [Tick(self.x(day) + 35, str(day.day), is_today=0 <= (today - day).days < 7) for day in weeks]
        return [self._day_tick(self.first + timedelta(days=step), today) for step in range(self.days)]

    def _day_tick(self, day: date, today: date) -> Tick:
        named = f"{WEEKDAYS_ABBR[day.weekday()]} {day.day}" if self.span == "week" else str(day.day)
        return Tick(self.x(day) + self.day_width / 2, named, day.weekday() >= _WORKDAYS, day == today)

    def _firsts(self, *, years: bool) -> list[date]:
        """First days of months (years) after the first day drawn."""
        days = (self.first + timedelta(days=step) for step in range(1, self.days))
        return [day for day in days if day.day == 1 and (day.month == 1 or not years)]

    @property
    def earlier(self) -> date:
        return moved(self.on, self.span, -1)

    @property
    def later(self) -> date:
        return moved(self.on, self.span, 1)

    @property
    def closer(self) -> str:
        """The span that shows less, "" for none."""
        return SPANS[SPANS.index(self.span) - 1] if self.span != SPANS[0] else ""

    @property
    def farther(self) -> str:
        return SPANS[SPANS.index(self.span) + 1] if self.span != SPANS[-1] else ""


def moved(day: date, span: str, steps: int) -> date:
    """The day so many spans later; the last day of a month where there is no such."""
    if span == "week":
        return day + timedelta(weeks=steps)
    months = {"month": 1, "quarter": 3, "year": 12}[span] * steps + day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    end = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, end))
