"""Stretches of days: the presets, what stands before and after, and how each is called."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workstate.core.clock import FIRST_DAY, LAST_DAY, week_of

ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a stretch of days is; DAYS when it is no whole unit of the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"


class Preset(TextChoices):
    TODAY = "today", _("Today")
    YESTERDAY = "yesterday", _("Yesterday")
    THIS_WEEK = "this-week", _("This week")
    LAST_WEEK = "last-week", _("Last week")
    THIS_MONTH = "this-month", _("This month")
    LAST_MONTH = "last-month", _("Last month")
    LAST_30_DAYS = "last-30-days", _("Last 30 days")
    THIS_QUARTER = "this-quarter", _("This quarter")
    LAST_QUARTER = "last-quarter", _("Last quarter")
    THIS_YEAR = "this-year", _("This year")
    LAST_YEAR = "last-year", _("Last year")


class Against(TextChoices):
    """What a period is held against."""

    BEFORE = "before", _("The period before")
    YEAR_BEFORE = "year-before", _("The same days a year before")

    def of(self, whole: Period, part: Period) -> Period | None:
        """Of the part that has come of a whole period; None where the calendar that we keep begins."""
        if self == Against.BEFORE:
            if not whole.has_before():
                return None
            before = whole.before()
            return before if part == whole else before.until(whole.same_day_before(part.last))
        return part.year_before()


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, in the weeks of a person (Monday is 0)."""

    first: date
    last: date
    first_weekday: int = 0

    @classmethod
    def of(cls, preset: Preset, today: date, first_weekday: int) -> Period:
        match preset:
            case Preset.TODAY:
                return cls(today, today, first_weekday)
            case Preset.YESTERDAY:
                return cls(today - ONE_DAY, today - ONE_DAY, first_weekday)
            case Preset.THIS_WEEK:
                return cls(*week_of(today, first_weekday), first_weekday)
            case Preset.LAST_WEEK:
                return cls(*week_of(today - timedelta(days=7), first_weekday), first_weekday)
            case Preset.THIS_MONTH:
                return cls(*month_of(today), first_weekday)
            case Preset.LAST_MONTH:
                return cls(*month_of(today.replace(day=1) - ONE_DAY), first_weekday)
            case Preset.LAST_30_DAYS:
                return cls(today - timedelta(days=29), today, first_weekday)
            case Preset.THIS_QUARTER:
                return cls(*quarter_of(today), first_weekday)
            case Preset.LAST_QUARTER:
                return cls(*quarter_of(quarter_of(today)[0] - ONE_DAY), first_weekday)
            case Preset.THIS_YEAR:
                return cls(*year_of(today), first_weekday)
            case Preset.LAST_YEAR:
                return cls(*year_of(today.replace(month=1, day=1) - ONE_DAY), first_weekday)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def unit(self) -> Unit:
        if self.first == self.last:
            return Unit.DAY
        if (self.first, self.last) == week_of(self.first, self.first_weekday):
            return Unit.WEEK
        if (self.first, self.last) == month_of(self.first):
            return Unit.MONTH
        if (self.first, self.last) == quarter_of(self.first):
            return Unit.QUARTER
        if (self.first, self.last) == year_of(self.first):
            return Unit.YEAR
        return Unit.DAYS

    def before(self) -> Period:
        """The day, week, month or year before; of other stretches the same number of days."""
        end = self.first - ONE_DAY
        match self.unit:
            case Unit.MONTH:
                return self._with(*month_of(end))
            case Unit.QUARTER:
                return self._with(*quarter_of(end))
            case Unit.YEAR:
                return self._with(*year_of(end))
        return self._with(end - timedelta(days=self.days - 1), end)

    def after(self) -> Period | None:
        """The one after; None where the calendar that we keep ends."""
        start = self.last + ONE_DAY
        match self.unit:
            case Unit.MONTH:
                later = month_of(start)
            case Unit.QUARTER:
                later = quarter_of(start)
            case Unit.YEAR:
                later = year_of(start)
            case _:
                later = (start, start + timedelta(days=self.days - 1))
        return self._with(*later) if later[1] <= LAST_DAY else None

    def has_before(self) -> bool:
        return self.before().first >= FIRST_DAY

    def year_before(self) -> Period | None:
        """The same days of the year before; a 29 February is the 28th there."""
        if self.first.year - 1 < FIRST_DAY.year:
            return None
        first, last = (_in_year(day, day.year - 1) for day in (self.first, self.last))
        return self._with(*month_of(first)) if self.unit == Unit.MONTH else self._with(first, last)

    def until(self, day: date) -> Period:
        """The part up to a day of it."""
        return self._with(self.first, min(day, self.last))

    def same_day_before(self, day: date) -> date:
        """Of a day in this period, the day that stands there in the period before; its last if that is shorter."""
        before = self.before()
        if self.unit == Unit.YEAR:
            return before.first.replace(month=day.month, day=min(day.day, monthrange(before.first.year, day.month)[1]))
        return min(before.first + (day - self.first), before.last)

    def _with(self, first: date, last: date) -> Period:
        return Period(first, last, self.first_weekday)


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> tuple[date, date]:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return first, month_of(first.replace(month=first.month + 2))[1]


def year_of(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)
