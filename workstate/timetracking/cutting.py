"""Where to split an entry, as people type it. Pure: no clock, no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workstate.core.clock import day_of, instant_of
from workstate.core.durations import DurationError, parse_duration
from workstate.timetracking.reading import LONGEST, parse_clock

_PARTS = re.compile(
    r"(?:(?:in|into|en) )?(?P<count>[0-9]{1,3}) ?(?:x|parts?|pieces|teile?n?|stücke|parties|parts égales|partes?)"
    r"|(?:in|into|en) (?P<bare>[0-9]{1,3})|/ ?(?P<over>[0-9]{1,3})",
    re.ASCII,
)
_HALVES = frozenset({"half", "halves", "in half", "hälfte", "halb", "moitié", "mitad"})
_AFTER = re.compile(r"(?:after|nach|après|apres|tras|después de|\+) ?(?P<rest>.+)")
_AT = re.compile(r"(?:at|um|à|a las|@) ?(?P<rest>.+)")


@dataclass(frozen=True, slots=True)
class Cut:
    """One of three: at an instant (UTC), after so many seconds, or into so many equal parts."""

    at: datetime | None = None
    after: int | None = None
    parts: int | None = None


def parse_cut(text: str, *, start: datetime | None, seconds: int, zone: ZoneInfo) -> Cut:
    """
    "10:15", "after 1:30", "90m", "3 parts". Without a word a time of day counts where the entry holds it, else a length.

    `start` is None for an entry without clock times. Whether it lies within is for the action to say. Raises DurationError.
    """
    if len(text) > LONGEST:
        raise DurationError(_("That is too long for a time. Try 10:15 or 1:30."))
    plain = " ".join(text.casefold().split())
    if not plain:
        raise DurationError(_("Say where: a time such as 10:15, a length, or how many parts."))
    if plain in _HALVES:
        return Cut(parts=2)
    if match := _PARTS.fullmatch(plain):
        return Cut(parts=int(match["count"] or match["bare"] or match["over"]))
    if match := _AFTER.fullmatch(plain):
        return Cut(after=parse_duration(match["rest"]))
    said_at = _AT.fullmatch(plain)
    wall = _wall(said_at["rest"] if said_at else plain)
    if start is not None and wall is not None and (found := _within(start, seconds, wall, zone)):
        return Cut(at=found)
    if said_at:
        if wall is None:
            raise DurationError(_("Enter a time such as 10:15."))
        return Cut(at=instant_of(day_of(start, zone), wall, zone)) if start else Cut(after=parse_duration(plain))
    try:
        return Cut(after=parse_duration(plain))
    except DurationError:
        if wall is not None and start is not None:
            return Cut(at=instant_of(day_of(start, zone), wall, zone))
        raise


def _wall(plain: str) -> time | None:
    try:
        return parse_clock(plain)
    except DurationError:
        return None


def _within(start: datetime, seconds: int, wall: time, zone: ZoneInfo) -> datetime | None:
    """The first instant within the entry at which the clock showed the time."""
    first, end = day_of(start, zone), start + timedelta(seconds=seconds)
    days = (day_of(end, zone) - first).days + 1
    for ahead in range(min(days, 40)):
        for fold in (0, 1):
            at = instant_of(first + timedelta(days=ahead), wall, zone, fold=fold)
            if start < at < end:
                return at
    return None
