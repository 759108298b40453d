"""Wall-clock times of a file made into instants.

The file names no zone; the person does. Around a change of the clocks a wall time may not exist or may exist twice,
and then the file's own duration decides:

1. Each wall time has two readings, by the clock before the change and by the clock after it (PEP 495 `fold`); away from
   a change they are the same.
2. Of the four pairs of start and end, those by the clock before the change first, the first is taken whose length is the
   duration, give or take a second.
3. Without a duration, or when no pair agrees with it, the first pair is taken that is not negative. A time that does not
   exist is so read by the clock before the change: 02:30 in a spring gap of one hour is 03:30. The clock times hold and
   not the duration, because they are what was recorded; reports of other programs may round durations.
4. When every pair is negative, the end is before the start.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workstate.core.clock import FIRST_DAY, LAST_DAY

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s?([AaPp])\.?[Mm]\.?)?")
_DURATION = re.compile(r"([0-9]{1,6}):([0-9]{2}):([0-9]{2})")
_HOURS = re.compile(r"([0-9]{1,6})[.,]([0-9]{1,8})")
ROUNDING = timedelta(seconds=1)  # both are written in whole seconds, and may be cut or rounded


def read_date(text: str) -> date | None:
    """Read 2026-03-31; None if it is anything else, does not exist, or is not between 1970 and 2199."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def read_time(text: str) -> time | None:
    """Read 14:05:09, 14:05 or 2:05:09 PM; None if it is anything else."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour = int(found[1])
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def read_duration(text: str) -> timedelta | None:
    """Read 02:33:19 or hours with a decimal point or comma; None if it is anything else."""
    if found := _DURATION.fullmatch(text):
        hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3])
        if minutes > 59 or seconds > 59:
            return None
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if found := _HOURS.fullmatch(text):
        return timedelta(seconds=round(float(f"{found[1]}.{found[2]}") * 3600))
    return None


def span(
    start: datetime, stop: datetime, duration: timedelta | None, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """Make two wall times into instants (UTC) by the rule above; None if the end is before the start."""
    starts = _readings(start, zone)
    stops = _readings(stop, zone)
    chosen: tuple[datetime, datetime] | None = None
    for began in starts:
        for ended in stops:
            length = ended - began
            if length < timedelta(0):
                continue
            if duration is None or abs(length - duration) <= ROUNDING:
                return began, ended
            chosen = chosen or (began, ended)
    return chosen


@lru_cache(maxsize=4096)
def steady_offset(day: date, zone: ZoneInfo) -> timedelta | None:
    """The zone's distance from UTC on a day on which its clocks are not changed; None on the few others."""
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    try:
        ends = (midnight, midnight + timedelta(days=1))
    except OverflowError:
        return None
    offsets = {end.replace(fold=fold).utcoffset() for end in ends for fold in (0, 1)}
    return offsets.pop() if len(offsets) == 1 else None


def _readings(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    offset = steady_offset(wall.date(), zone)
    if offset is not None:
        return ((wall - offset).replace(tzinfo=UTC),)
    early = wall.replace(tzinfo=zone, fold=0)
    late = wall.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return (early.astimezone(UTC),)
    return early.astimezone(UTC), late.astimezone(UTC)
