"""
How days, times and moments are written for a person: the one place that says so, for every room.

Pure but for the language in force. Like the zone, the formats hold for one request: see PersonMiddleware.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from asgiref.local import Local
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from workstate.accounts.models import DateOrder, TimeFormat, User
from workstate.core.clock import day_of, now

_NUMBERS = {
    DateOrder.DAY_FIRST: "{d:02}.{m:02}.{y:04}",
    DateOrder.MONTH_FIRST: "{m:02}/{d:02}/{y:04}",
    DateOrder.YEAR_FIRST: "{y:04}-{m:02}-{d:02}",
}
_current = Local()


@dataclass(frozen=True, slots=True)
class Formats:
    """How one person writes dates and times; the zone and the instant of reading decide what is today."""

    zone: ZoneInfo
    date_order: str = DateOrder.DAY_FIRST
    time_format: str = TimeFormat.HOURS_24
    now: datetime = field(default_factory=now)

    @classmethod
    def of(cls, user: User) -> Formats:
        return cls(user.zone, user.date_order, user.time_format)

    @property
    def today(self) -> date:
        return day_of(self.now, self.zone)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def short_date(self, day: date) -> str:
        """31.12.2026, 12/31/2026 or 2026-12-31"""
        return _NUMBERS[DateOrder(self.date_order)].format(d=day.day, m=day.month, y=day.year)

    def month_day(self, day: date, *, year: bool | None = None) -> str:
        """3 Dec or Dec 3; unless told, with the year when it is another one than now"""
        return self._ordered(str(day.day), str(MONTHS_3[day.month]).title(), self._year(day, year))

    def weekday_date(self, day: date, *, year: bool | None = None) -> str:
        """Thu 3 Dec"""
        return f"{WEEKDAYS_ABBR[day.weekday()]} {self.month_day(day, year=year)}"

    def full_day(self, day: date) -> str:
        """For headings: Thu 3 December"""
        return f"{WEEKDAYS_ABBR[day.weekday()]} {self._ordered(str(day.day), str(MONTHS[day.month]), self._year(day))}"

    def day(self, day: date) -> str:
        """As people say it: today, tomorrow, yesterday, Fri within six days, else 3 Dec"""
        distance = (day - self.today).days
        if distance in {-1, 0, 1}:
            return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[distance]
        return str(WEEKDAYS_ABBR[day.weekday()]) if -7 < distance < 7 else self.month_day(day)

    def day_name(self, day: date) -> str:
        """Beside a date: Today, Yesterday, or Friday"""
        if day == self.today:
            return _("Today")
        return _("Yesterday") if day == self.today - timedelta(days=1) else str(WEEKDAYS[day.weekday()])

    def days(self, first: date, last: date) -> str:
        """16–22 Nov; with the year where it is not this one, with the day of the week when it is one day"""
        if first == last:
            return self.weekday_date(first)
        year = first.year != last.year or last.year != self.today.year
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.month_day(first, year=first.year != last.year)} – {self.month_day(last, year=year)}"
        month = str(MONTHS_3[last.month]).title()
        return self._ordered(f"{first.day}–{last.day}", month, str(last.year) if year else "")

    def month(self, day: date) -> str:
        """December 2026"""
        return f"{MONTHS[day.month]} {day.year}"

    def time(self, wall: time | datetime) -> str:
        """14:30 or 2:30 pm; of an instant the time in the zone"""
        if isinstance(wall, datetime) and wall.tzinfo:
            wall = self.local(wall)
        if self.time_format == TimeFormat.HOURS_24:
            return f"{wall.hour:02}:{wall.minute:02}"
        half = _("am") if wall.hour < 12 else _("pm")
        return f"{wall.hour % 12 or 12}:{wall.minute:02} {half}"

    def moment(self, instant: datetime) -> str:
        """today 14:30"""
        return f"{self.day(self.local(instant).date())} {self.time(instant)}"

    def exact(self, when: datetime | date) -> str:
        """For hovering: Thu 31.12.2026, 14:30"""
        if isinstance(when, datetime):
            local = self.local(when)
            return f"{self.exact(local.date())}, {self.time(local)}"
        return f"{WEEKDAYS_ABBR[when.weekday()]} {self.short_date(when)}"

    def ago(self, instant: datetime) -> str:
        """just now, 5 minutes ago, then as moment()"""
        gone = self.now - instant
        if gone < timedelta(minutes=6):
            return _("just now")
        if gone < timedelta(hours=1):
            return _("%(minutes)d minutes ago") % {"minutes": gone.seconds // 60}
        return self.moment(instant)

    def _year(self, day: date, wanted: bool | None = None) -> str:
        return str(day.year) if wanted or (wanted is None and day.year != self.today.year) else ""

    def _ordered(self, day: str, month: str, year: str) -> str:
        if self.date_order == DateOrder.MONTH_FIRST:
            return f"{month} {day}, {year}" if year else f"{month} {day}"
        return f"{day} {month} {year}" if year else f"{day} {month}"


@contextmanager
def written_as(formats: Formats) -> Iterator[None]:
    """Let the templates write like this person, in this person's zone."""
    before = getattr(_current, "formats", None)
    _current.formats = formats
    try:
        with timezone.override(formats.zone):
            yield
    finally:
        _current.formats = before


def current_formats() -> Formats:
    """How dates are written in what is drawn now; for nobody in particular, plainly and in UTC."""
    return getattr(_current, "formats", None) or Formats(ZoneInfo("UTC"))
