"""The grid in which a person says when they work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.accounts.working_week import DAYS, ORDINARY, WorkingDay
from workstate.core.durations import DurationError, format_duration, parse_duration, parse_time_range

LONGEST = 50
"""Characters that a cell takes back to the page."""


@dataclass(slots=True)
class DayRow:
    """A weekday as it is typed."""

    weekday: int
    is_on: bool
    starts: str
    ends: str
    pause: str
    seconds: int = 0
    error: str = ""

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.weekday])

    @property
    def key(self) -> str:
        return f"day-{self.weekday}"

    def read(self) -> WorkingDay | None:
        """What the row says; raises DurationError."""
        if not self.is_on:
            return None
        if not self.starts.strip() or not self.ends.strip():
            raise DurationError(_("Say from when to when, such as 9:00 to 17:00."))
        span = parse_time_range(f"{self.starts.strip()}-{self.ends.strip()}")
        pause = parse_duration(self.pause, bare="minutes") if self.pause.strip() else 0
        whole = WorkingDay(span.start, span.end, 0)
        if pause >= whole.length:
            raise DurationError(_("The pause leaves no work. Make it shorter, or take the day off."))
        return WorkingDay(span.start, span.end, whole.length - pause)


class WorkingHoursForm:
    """Seven rows, those of the person's own first day of the week first."""

    def __init__(self, rows: Sequence[DayRow], first_weekday: int) -> None:
        self.rows = [rows[(first_weekday + place) % DAYS] for place in range(DAYS)]

    @classmethod
    def of(cls, user: User, formats: Formats) -> WorkingHoursForm:
        rows = []
        for weekday, day in enumerate(user.working_week):
            shown = day or ORDINARY
            pause = format_duration(shown.pause) if shown.pause else ""
            rows.append(
                DayRow(
                    weekday,
                    day is not None,
                    formats.time(shown.starts),
                    formats.time(shown.ends),
                    pause,
                    day.seconds if day else 0,
                )
            )
        return cls(rows, user.first_weekday)

    @classmethod
    def typed(cls, sent: Mapping[str, str], first_weekday: int) -> WorkingHoursForm:
        def cell(name: str, weekday: int) -> str:
            return str(sent.get(f"{name}-{weekday}", ""))[: LONGEST + 1].replace("\x00", "")

        rows = [
            DayRow(
                weekday,
                f"on-{weekday}" in sent,
                cell("starts", weekday),
                cell("ends", weekday),
                cell("pause", weekday),
            )
            for weekday in range(DAYS)
        ]
        form = cls(rows, first_weekday)
        if "same" in sent:
            form.level()
        return form

    def level(self) -> None:
        """Give every working day the hours of the first."""
        first = next((row for row in self.rows if row.is_on), None)
        for row in self.rows:
            if first and row.is_on:
                row.starts, row.ends, row.pause = first.starts, first.ends, first.pause

    def days(self) -> list[WorkingDay | None] | None:
        """By weekday from Monday; None when a row could not be read, which then says why."""
        found: list[WorkingDay | None] = [None] * DAYS
        for row in self.rows:
            try:
                found[row.weekday] = day = row.read()
                row.seconds = day.seconds if day else 0
            except DurationError as refused:
                row.error = str(refused)
        return None if any(row.error for row in self.rows) else found

    @property
    def seconds(self) -> int:
        return sum(row.seconds for row in self.rows)
