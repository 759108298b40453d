"""Instants, days and zones. Instants are UTC; a day belongs to a person's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2199, 12, 31)


def now() -> datetime:
    """This instant in UTC, cut to the whole second: durations are whole seconds and must add up."""
    return timezone.now().replace(microsecond=0)


@cache
def zone_names() -> frozenset[str]:
    """The IANA names that this server knows."""
    return frozenset(name for name in available_timezones() if name not in {"Factory", "localtime"})


def zone_named(name: str, *, field: str = "time_zone") -> ZoneInfo:
    """The zone with an IANA name; raises Invalid for a name nobody knows."""
    if name not in zone_names():
        raise Invalid(
            _("There is no time zone of that name. Choose one from the list, such as Europe/Berlin."), field=field
        )
    return ZoneInfo(name)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar day on which the instant falls in the zone."""
    return instant.astimezone(zone).date()


def today(zone: ZoneInfo) -> date:
    return day_of(now(), zone)


def instant_of(day: date, wall: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """
    The instant, in UTC, at which the wall clock of the zone shows the time on the day.

    A time that the clock skips counts as the one it jumps to; of a time shown twice the first is meant unless fold is 1
    (PEP 495).
    """
    local = datetime.combine(day, wall.replace(tzinfo=None, fold=fold), tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        # In a gap, fold=0 takes the offset from before the change: 02:30 becomes 03:30 of the new clock.
        instant = local.replace(fold=0).astimezone(UTC)
    return instant


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the day in the zone: not always midnight, and days may last 23, 25 or fewer hours."""
    return instant_of(day, time.min, zone)


def week_of(day: date, first_weekday: int) -> tuple[date, date]:
    """The first and last day of the week that holds the day; first_weekday counts from Monday, 0."""
    first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return first, first + timedelta(days=6)


def require_day(day: date, *, field: str) -> date:
    """Refuse days that no plan or record can mean."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(_("Choose a day between 1970 and 2199."), field=field)
    return day
