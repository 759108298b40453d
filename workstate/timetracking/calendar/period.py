"""Which days the calendar of time shows: one, or a week as the person counts weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import FIRST_DAY, LAST_DAY, week_of

DAY, WEEK = "day", "week"
VIEWS = (WEEK, DAY)


@dataclass(frozen=True, slots=True)
class Step:
    """A link to the days before or after; `query` is "" at the ends of all calendars."""

    way: int
    query: str
    name: str = ""
    classes: str = ""


@dataclass(frozen=True, slots=True)
class View:
    name: str
    query: str
    shown: bool


@dataclass(frozen=True)
class Period:
    """`on` is the day that was asked for. Both ends are shown. `is_auto`: a week, unless the screen has room for a day only."""

    view: str
    on: date
    first_weekday: int
    is_auto: bool = False

    @classmethod
    def asked(cls, fields: Mapping[str, Any], actor: Actor, today: date) -> Period:
        """What an address says; what it does not say sensibly is this week."""
        try:
            on = date.fromisoformat(str(fields.get("day", "")))
        except ValueError:
            on = today
        view = fields.get("view")
        asked = view in VIEWS
        return cls(
            str(view) if asked else WEEK, min(max(on, FIRST_DAY), LAST_DAY), actor.first_weekday, is_auto=not asked
        )

    @cached_property
    def days(self) -> list[date]:
        if self.view == DAY:
            return [self.on]
        first, _last = week_of(self.on, self.first_weekday)
        # Neither the first nor the last week of all calendars need be whole.
        ahead = [first + timedelta(days=days) for days in range(7)]
        return [day for day in ahead if FIRST_DAY <= day <= LAST_DAY]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def steps(self) -> list[Step]:
        """Where one goes from here: by what is shown, and by days where that is a day on small screens."""
        if not self.is_auto:
            days = 1 if self.view == DAY else 7
            return [self._step(-days, "cal-previous"), self._step(days, "cal-following")]
        small = [self._step(way, classes="phone-only") for way in (-1, 1)]
        return [
            small[0],
            self._step(-7, "cal-previous", "desktop-only"),
            small[1],
            self._step(7, "cal-following", "desktop-only"),
        ]

    def _step(self, days: int, name: str = "", classes: str = "") -> Step:
        try:
            there = self.on + timedelta(days=days)
        except OverflowError:
            there = date.max
        query = f"{self.kept}day={there}" if FIRST_DAY <= there <= LAST_DAY else ""
        return Step(-1 if days < 0 else 1, query, name, classes)

    @property
    def kept(self) -> str:
        """What every address from here begins with."""
        return "" if self.is_auto else f"view={self.view}&"

    @property
    def query(self) -> str:
        return f"{self.kept}day={self.on}"

    @property
    def views(self) -> list[View]:
        return [View(name, f"view={name}&day={self.on}", name == self.view) for name in VIEWS]

    @property
    def week_number(self) -> int:
        """As ISO 8601 counts: that of the week's Thursday."""
        return (self.first + timedelta(days=(3 - self.first.weekday()) % 7)).isocalendar().week

    def title(self, formats: Formats) -> str:
        """16–22 Nov; Thu 19 November"""
        return formats.full_day(self.on) if self.view == DAY else formats.days(self.first, self.last)
