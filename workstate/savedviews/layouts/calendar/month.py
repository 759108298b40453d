"""A month as weeks of days, and the head of a week: days with what fits on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.clock import start_of_day
from workstate.core.durations import format_duration, format_duration_long
from workstate.savedviews.layouts.calendar.drawing import Pen
from workstate.savedviews.layouts.calendar.lanes import Lines
from workstate.savedviews.layouts.calendar.periods import Period, week_number

LINES = 4
"""Of a day of a month; the last says how many more there are if they do not fit."""
LINES_ABOVE = 5
"""The same above the hours of a week; of a day there are many more."""
LINES_OF_DAY = 100


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it is drawn."""

    date: date
    number: str
    name: str
    full: str
    words: str
    """With what stands there, for whoever does not see it."""
    lines: SafeString
    more: int
    dots: list[str]
    """Colours, for a phone."""
    classes: str
    tracked: str
    planned: str
    hours: str
    """How long the day is, where that is not 24 hours."""
    is_today: bool


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    days: list[Day]


def weekday_names(period: Period) -> list[tuple[str, str]]:
    """Short and in full, in the order of the person's week."""
    return [(str(WEEKDAYS_ABBR[day.weekday()]), str(WEEKDAYS[day.weekday()])) for day in period.days[:7]]


def week_of_days(
    days: Sequence[date], lines: Mapping[date, Lines], period: Period, pen: Pen, worked: Mapping[date, int],
    planned: Mapping[date, int],
) -> Week:  # fmt: skip
    return Week(
        week_number(days[0]),
        [_day(day, lines[day], period, pen, worked.get(day, 0), planned.get(day, 0)) for day in days],
    )


def _day(day: date, lines: Lines, period: Period, pen: Pen, worked: int, planned: int) -> Day:
    formats = pen.scene.formats
    today = formats.today
    classes = {
        "is-today": day == today,
        "is-past": day < today,
        "is-outside": period.is_outside(day),
        "is-on": day == period.on,
        "is-free": day.weekday() >= 5,
    }
    count = ngettext("%(count)d task", "%(count)d tasks", lines.total) % {"count": lines.total}
    full = formats.full_day(day)
    items = [line.item for line in lines.shown if line.item]
    return Day(
        date=day,
        number=str(day.day) if day.day > 1 or period.span != "month" else formats.month_day(day, year=False),
        name=str(WEEKDAYS_ABBR[day.weekday()]),
        full=full,
        words=f"{full}, {count}",
        lines=mark_safe("".join(map(pen.line, lines.shown))),  # nosec: drawn by stencils
        more=lines.more,
        dots=[pen.colour(item) for item in items[:3]],
        classes=" ".join(name for name, holds in classes.items() if holds),
        tracked=format_duration(worked) if worked >= 60 else "",
        planned=format_duration(planned) if planned else "",
        hours=day_length(day, formats),
        is_today=day == today,
    )


def day_length(day: date, formats: Formats) -> str:
    """23 h on the day on which the clocks go forward; nothing on nearly all others."""
    lasts = start_of_day(day + timedelta(days=1), formats.zone) - start_of_day(day, formats.zone)
    if lasts == timedelta(days=1):
        return ""
    return format_duration_long(int(lasts.total_seconds()))
