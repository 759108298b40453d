"""What people type for a time: when a timer began, when and how long they worked. Pure: no database, no clock of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workstate.core.clock import FIRST_DAY, LAST_DAY, day_of, instant_of
from workstate.core.durations import DurationError, TimeRange, parse_duration, parse_time_range

LONGEST = 60  # characters that any of these can need

_CLOCK = re.compile(
    r"(?:at )?(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)? ?(?P<half>am|pm|a|p)?",
    re.ASCII,
)
_AGO: Final = {
    word: days
    for days, words in enumerate(
        ("today heute aujourd'hui hoy", "yesterday gestern hier ayer", "vorgestern avant-hier anteayer")
    )
    for word in words.split()
}
_WORD = "|".join(_AGO)
_DAY = re.compile(
    rf"(?:(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|(?P<word>{_WORD}))(?:[ t]+|, ?|: )(?P<rest>.+)", re.ASCII
)
_DAY_AFTER = re.compile(rf"(?P<rest>.+?),? (?P<word>{_WORD})", re.ASCII)


@dataclass(frozen=True)
class Worked:
    """From–to on a day, or only a length in seconds. `day` is what the text itself says, None when it says nothing."""

    span: TimeRange | None
    seconds: int | None
    day: date | None


def parse_worked(text: str, *, today: date) -> Worked:
    """
    "9-10:30", "9:00–17:15 yesterday", "1:30", "1.5h" or "90m". A bare number counts hours. Raises DurationError.
    """
    plain = _plain(text)
    day = None
    if match := _DAY.fullmatch(plain) or _DAY_AFTER.fullmatch(plain):
        day, plain = _day_said(match, today), match["rest"]
    try:
        return Worked(parse_time_range(plain), None, day)
    except DurationError as no_range:
        try:
            return Worked(None, parse_duration(plain), day)
        except DurationError as no_duration:
            # Of the two, say what is wrong with the one that was meant.
            raise (no_range if _means_range(plain) else no_duration) from None


def parse_moment(text: str, *, zone: ZoneInfo, current: datetime) -> datetime:
    """
    The past instant that is meant: "9:15", "yesterday 22:00", "-10m", "2026-11-23 09:15", or ISO 8601 with an offset.

    A time of day without a day is the last such time: today's, or yesterday's while today's is still to come. Of a time
    that the clock shows twice the later is meant if it is past, else the first. Raises DurationError.
    """
    plain = _plain(text)
    if plain[:1] in {"-", "−", "–"} and plain[1:]:
        return current - timedelta(seconds=parse_duration(plain[1:], bare="minutes"))
    if (instant := _iso_instant(text.strip())) is not None:
        return instant
    today = day_of(current, zone)
    day = None
    if match := _DAY.fullmatch(plain) or _DAY_AFTER.fullmatch(plain):
        day, plain = _day_said(match, today), match["rest"]
    wall = parse_clock(plain)
    if day is not None:
        return instant_of(day, wall, zone)
    # A minute of grace, as a client's clock may be ahead of ours by as much.
    latest = current + timedelta(minutes=1)
    candidates = [instant_of(today, wall, zone, fold=1), instant_of(today, wall, zone)]
    past = [instant for instant in candidates if instant <= latest]
    return past[0] if past else instant_of(today - timedelta(days=1), wall, zone)


def span_on(day: date, span: TimeRange, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two instants (UTC) of the wall-clock span on the person's day; the second lies on the day after if it crosses midnight."""
    start = instant_of(day, span.start, zone)
    last = day + timedelta(days=1) if span.crosses_midnight else day
    end = instant_of(last, span.end, zone)
    if end <= start:
        # The clock was set back in between: the end is the second showing of that time.
        end = instant_of(last, span.end, zone, fold=1)
    return start, end


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise DurationError(_("That is too long for a time. Try 9:00–10:30 or 1:30."))
    return " ".join(text.replace("’", "'").casefold().split())


def _day_said(match: re.Match[str], today: date) -> date:
    said = match.groupdict()
    if iso := said.get("iso"):
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            raise DurationError(_("There is no such day. Write it as in 2026-11-23.")) from None
        if not FIRST_DAY <= day <= LAST_DAY:
            raise DurationError(_("Choose a day between 1970 and 2199."))
        return day
    return today - timedelta(days=_AGO[said["word"]])


def parse_clock(plain: str) -> time:
    """A time of day as it is typed, in small letters: "9", "9:15", "9.15", "11:30 pm". Raises DurationError."""
    match = _CLOCK.fullmatch(plain)
    if match is None:
        raise DurationError(_("Enter a time such as 9:15, or -10m for ten minutes ago."))
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    half = (match["half"] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            raise DurationError(_("Enter a time between 0:00 and 23:59, for example 9:15."))
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise DurationError(_("Enter a time between 0:00 and 23:59, for example 9:15."))
    return time(hour, minute, second)


def _iso_instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _means_range(plain: str) -> bool:
    return any(sign in plain[1:] for sign in "-–—−→~") or " to " in plain or " bis " in plain
