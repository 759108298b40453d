"""Days and times as the person writes them. Like the zone, the formats hold for one request: see PersonMiddleware."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from asgiref.local import Local
from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workstate.accounts.models import DateOrder, TimeFormat, User
from workstate.core.clock import today

_NUMBERS = {
    DateOrder.DAY_FIRST: "{d:02}.{m:02}.{y:04}",
    DateOrder.MONTH_FIRST: "{m:02}/{d:02}/{y:04}",
    DateOrder.YEAR_FIRST: "{y:04}-{m:02}-{d:02}",
}
_current = Local()


@dataclass(frozen=True, slots=True)
class Formats:
    """How one person writes dates and times; `zone` decides what is today."""

    zone: ZoneInfo
    date_order: str = DateOrder.DAY_FIRST
    time_format: str = TimeFormat.HOURS_24

    @classmethod
    def of(cls, user: User) -> Formats:
        return cls(user.zone, user.date_order, user.time_format)

    def short_date(self, day: date) -> str:
        """31.12.2026, 12/31/2026 or 2026-12-31"""
        return _NUMBERS[DateOrder(self.date_order)].format(d=day.day, m=day.month, y=day.year)

    def month_day(self, day: date) -> str:
        """3 Dec or Dec 3; with the year when it is another one than now"""
        month = str(MONTHS_3[day.month]).title()
        words = f"{day.day} {month}" if self.date_order == DateOrder.DAY_FIRST else f"{month} {day.day}"
        if day.year == today(self.zone).year:
            return words
        return f"{words} {day.year}" if self.date_order == DateOrder.DAY_FIRST else f"{words}, {day.year}"

    def day(self, day: date) -> str:
        """As people say it: today, tomorrow, yesterday, Fri within the coming week, else 3 Dec"""
        distance = (day - today(self.zone)).days
        if distance in {-1, 0, 1}:
            return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[distance]
        if 1 < distance < 7:
            return str(WEEKDAYS_ABBR[day.weekday()])
        return self.month_day(day)

    def long_day(self, day: date) -> str:
        """Thursday, 3 Dec"""
        return pgettext("day of the week and date", "%(weekday)s, %(date)s") % {
            "weekday": WEEKDAYS[day.weekday()],
            "date": self.month_day(day),
        }

    def time(self, wall: time | datetime) -> str:
        """14:30 or 2:30 pm; of an instant the time in the zone"""
        if isinstance(wall, datetime):
            wall = wall.astimezone(self.zone) if wall.tzinfo else wall
        if self.time_format == TimeFormat.HOURS_24:
            return f"{wall.hour:02}:{wall.minute:02}"
        half = _("am") if wall.hour < 12 else _("pm")
        return f"{wall.hour % 12 or 12}:{wall.minute:02} {half}"

    def moment(self, instant: datetime) -> str:
        """today 14:30"""
        return f"{self.day(instant.astimezone(self.zone).date())} {self.time(instant)}"

    def exact(self, instant: datetime | date) -> str:
        """For hovering: Thursday, 31.12.2026 14:30"""
        if isinstance(instant, datetime):
            local = instant.astimezone(self.zone)
            return f"{WEEKDAYS[local.weekday()]}, {self.short_date(local.date())} {self.time(local)}"
        return f"{WEEKDAYS[instant.weekday()]}, {self.short_date(instant)}"

    def ago(self, instant: datetime) -> str:
        """just now, 5 minutes ago, then as moment()"""
        gone = timezone.now() - instant
        if gone < timedelta(minutes=6):
            return _("just now")
        if gone < timedelta(hours=1):
            return _("%(minutes)d minutes ago") % {"minutes": gone.seconds // 60}
        return self.moment(instant)


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
