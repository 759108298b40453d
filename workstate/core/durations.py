"""Durations and times of day as people type them, and durations as they are printed. Pure: no clock, no database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, Literal

from django.utils.translation import gettext_lazy as _

from workstate.core.duration_words import AND, AND_PART, COUNTS, DAYS, IN_WORDS, MIDNIGHTS, NOONS, UNITS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_CHARACTERS: Final = 50
MAX_SECONDS: Final = 10_000 * 3600

HOUR: Final = 3600
MINUTE: Final = 60

BareUnit = Literal["hours", "minutes"]


class DurationError(ValueError):
    """The text is not a duration (or a time range); the message says what to type instead."""

    def __init__(self, message: str | _StrPromise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class TimeRange:
    """Two times of day; `crosses_midnight` says that the end is on the following day."""

    start: time
    end: time
    crosses_midnight: bool

    @property
    def seconds(self) -> int:
        """Length on a day without a change of the clock, in seconds."""
        return _seconds_of(self.end) - _seconds_of(self.start) + (86_400 if self.crosses_midnight else 0)


_AND_A_HALF = re.compile(r"([0-9]+|[a-z]+) and a half(?= [a-z])")
_FRACTION = re.compile(r"(?<![0-9./])([13])/([24])(?![0-9./])", re.ASCII)
_MINUTE_MARK = re.compile(r"(?<=[0-9]) ?['′]")

_CLOCK = re.compile(
    r"([0-9]{0,5}):([0-9]{2})(?::([0-9]{2}))?(?: ?(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?))?", re.ASCII
)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+", re.ASCII)
# One piece at a time: a number, a word, or a sign that joins. Every alternative starts differently, so it is linear.
_PIECE = re.compile(r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)|(?P<word>[^\W\d_]+)\.?|(?P<sign>[,&+]))")


def parse_duration(text: str, *, bare: BareUnit = "hours") -> int:
    """Whole seconds that the text means; a number without a unit counts in `bare`. Raises DurationError.

    "1:30" is one hour thirty, "1:30:15" has seconds. A comma is a decimal comma. Only the last number may have decimals;
    the number after hours may omit its unit ("1h30"). Parts of a second are rounded to the nearest, halves up.
    Days and weeks are refused: nobody agrees how many hours they have.
    """
    plain = _plain(text)
    if not plain:
        raise DurationError(_("Enter a duration, for example 1:30, 1.5 h or 90 m."))
    if plain[0] in "-−" and plain[1:].lstrip()[:1].isdigit():
        raise DurationError(_("A duration cannot be negative."))
    if (seconds := IN_WORDS.get(plain)) is not None:
        return seconds
    if match := _CLOCK.fullmatch(plain):
        return _capped(_clock_seconds(match))
    if _NUMBER.fullmatch(plain):
        return _capped(_decimal(plain) * (HOUR if bare == "hours" else MINUTE))
    for words, part in AND_PART.items():
        if plain.endswith(words):
            return _capped(_whole_hours(plain.removesuffix(words)) + part)
    return _capped(_sum_of_units(_AND_A_HALF.sub(_halved, plain)))


def parse_time_range(text: str) -> TimeRange:
    """Two times of day joined by a dash or a word ("9-10:30", "9am to 1pm", "22-2"). Raises DurationError.

    An end without am or pm that lies before a morning start is read as the afternoon, as people say it: "9-5" is
    9:00 to 17:00. Otherwise an end before the start is on the next day. Equal times are refused: they could mean
    nothing or a whole day.
    """
    plain = _plain(text)
    match = _RANGE.fullmatch(plain) or _TWO_CLOCKS.fullmatch(plain)
    if match is None:
        raise DurationError(_("Enter two times, for example 9:00–10:30."))
    start = _ClockReading.of(match["start"], midnight=0)
    end = _ClockReading.of(match["end"], midnight=24)
    if start is None or end is None:
        raise DurationError(_("Enter times between 0:00 and 24:00, for example 9:00–10:30."))
    return _between(start, end)


def format_duration(seconds: int) -> str:
    """Hours and minutes as "1:24". Seconds are dropped, not rounded: a minute counts once it is over."""
    hours, minutes = divmod(abs(seconds) // MINUTE, 60)
    return f"{_sign(seconds, hours + minutes)}{hours}:{minutes:02d}"


def format_duration_long(seconds: int) -> str:
    """Hours and minutes as "5 h 10 m", "45 m" or "5 h". Seconds are dropped."""
    hours, minutes = divmod(abs(seconds) // MINUTE, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} m"] * bool(minutes or not hours)
    return _sign(seconds, hours + minutes) + " ".join(parts)


def format_clock(seconds: int) -> str:
    """A running clock as "0:42:17"."""
    minutes, rest = divmod(abs(seconds), MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{_sign(seconds, abs(seconds))}{hours}:{minutes:02d}:{rest:02d}"


def _sign(seconds: int, shown: int) -> str:
    return "−" if seconds < 0 and shown else ""


def _plain(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise DurationError(_("That is too long for a duration. Try 1:30, 1.5 h or 90 m."))
    composed = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    composed = _FRACTION.sub(lambda match: {"1/2": "½", "1/4": "¼", "3/4": "¾"}.get(match[0], match[0]), composed)
    for sign, decimal in (("½", " .5"), ("¼", " .25"), ("¾", " .75")):
        composed = composed.replace(sign, decimal)
    return " ".join(_MINUTE_MARK.sub("m", composed).split())


def _halved(match: re.Match[str]) -> str:
    """ "two and a half" as a number; anything else as it was."""
    number = match[1] if match[1].isdigit() else COUNTS.get(match[1], "")
    return f"{number}.5" if number.isdigit() else match[0]


def _whole_hours(plain: str) -> Decimal:
    """What a half or a quarter can follow: "2 heures", "una hora"."""
    seconds = Decimal(IN_WORDS[plain]) if plain in IN_WORDS else _sum_of_units(plain)
    if seconds % HOUR or not seconds:
        raise DurationError(_NOT_UNDERSTOOD)
    return seconds


def _clock_seconds(match: re.Match[str]) -> int:
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3] or 0)
    if minutes > 59 or seconds > 59:
        raise DurationError(_("Minutes and seconds go up to 59, for example 1:30."))
    return hours * HOUR + minutes * MINUTE + seconds


_NOT_UNDERSTOOD: Final = _("That is not a duration. Try 1:30, 1.5 h or 90 m.")


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _sum_of_units(plain: str) -> Decimal:
    """Add up "1h 30m", "2 hours and 5 minutes", "1h30": units go down and none comes twice."""
    not_understood = DurationError(_NOT_UNDERSTOOD)
    total = Decimal(0)
    last_unit = HOUR * 2
    number: str | None = None
    decimals_seen = False
    position = 0
    while position < len(plain):
        piece = _PIECE.match(plain, position)
        if piece is None:
            raise not_understood
        position = piece.end()
        if piece["number"]:
            # "1 .5 h" comes from "1½ h"; any other two numbers in a row mean nothing.
            if number is not None and (piece["number"] not in (".5", ".25", ".75") or not number.isdigit()):
                raise not_understood
            number = (number or "") + piece["number"]
        elif piece["word"] in UNITS and number is not None:
            unit = UNITS[piece["word"]]
            if unit >= last_unit or decimals_seen:
                raise not_understood
            total += _decimal(number) * unit
            decimals_seen = not number.isdigit()
            last_unit, number = unit, None
        elif piece["word"] in COUNTS and number is None and piece["word"] not in AND:
            number = COUNTS[piece["word"]]
        elif piece["word"] in DAYS and number is not None:
            raise DurationError(_("Nobody agrees how many hours a day or a week has. Say it in hours."))
        elif number is not None or total == 0 or (piece["word"] or piece["sign"]) not in AND:
            raise not_understood
    if number is not None:
        if last_unit not in (HOUR, MINUTE) or decimals_seen or not number.isdigit() or int(number) > 59:
            raise not_understood
        total += _decimal(number) * (last_unit // 60)
    elif plain[-1] in ",&+" or plain.rsplit(" ", 1)[-1] in AND:
        raise not_understood
    return total


def _capped(seconds: Decimal | int) -> int:
    if seconds > MAX_SECONDS:
        raise DurationError(_("That is more than 10,000 hours."))
    return int(Decimal(seconds).quantize(Decimal(1), rounding=ROUND_HALF_UP))


_NAMED: Final = "|".join((*NOONS, *MIDNIGHTS))
_TIME = r"[0-9]{1,2}(?:[:.][0-9]{2}(?::[0-9]{2})?| ?h ?[0-9]{2})?|[0-9]{3,4}"
_SUFFIX = r"(?: ?(?:am|pm|a\.m\.|p\.m\.|a|p|h|uhr|o'clock))?"
_RANGE = re.compile(
    r"(?:(?:from|between|von|zwischen|de|des|entre|desde) (?:las )?)?"
    rf"(?P<start>(?:{_TIME}){_SUFFIX}|{_NAMED})"
    r"(?: ?(?:->|-|–|—|−|~|→|>|\.{2,3}|…) ?| (?:to|until|till|and|bis|und|à|a|et|y|al|hasta|jusqu'à) (?:las )?)"
    rf"(?P<end>(?:{_TIME}){_SUFFIX}|{_NAMED})(?: uhr)?",
    re.ASCII,
)
_TWO_CLOCKS = re.compile(
    r"(?P<start>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?) (?P<end>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)", re.ASCII
)
_READING = re.compile(
    r"(?P<hour>[0-9]{1,2}?)(?: ?[:.h]? ?(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)? ?(?P<suffix>[ap]|am|pm|a\.m\.|p\.m\.|h|uhr|o'clock)?",
    re.ASCII,
)


@dataclass(frozen=True)
class _ClockReading:
    """One side of a range as typed: the hour is not settled while am or pm may still come from the other side."""

    hour: int
    minute: int
    second: int
    half: Literal["a", "p"] | None
    loose: bool

    @classmethod
    def of(cls, text: str, *, midnight: int) -> _ClockReading | None:
        if text in NOONS or text in MIDNIGHTS:
            return cls(12 if text in NOONS else midnight, 0, 0, None, loose=False)
        match = _READING.fullmatch(text)
        if match is None:
            return None
        hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
        suffix = match["suffix"] or ""
        half: Literal["a", "p"] | None = None
        if suffix[:1] in ("a", "p"):
            half = "a" if suffix[0] == "a" else "p"
        if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
            return None
        if half and not 1 <= hour <= 12:
            return None
        return cls(hour, minute, second, half, loose=not suffix and 1 <= hour <= 12 and not text.startswith("0"))

    def seconds(self, half: Literal["a", "p"] | None) -> int:
        hour = self.hour % 12 + (12 if half == "p" else 0) if half else self.hour
        return hour * HOUR + self.minute * MINUTE + self.second


def _between(start: _ClockReading, end: _ClockReading) -> TimeRange:
    begin, finish = start.seconds(start.half), end.seconds(end.half)
    noon, day = 12 * HOUR, 24 * HOUR
    if end.half and start.loose:
        # "1-3pm" is an afternoon, "11-1pm" is not.
        same = start.seconds(end.half)
        begin = same if same < finish else begin
    elif end.loose and finish <= begin < noon + HOUR and begin < finish + noon <= day:
        finish += 0 if finish == begin else noon
    if begin >= day:
        begin -= day
    if begin == finish % day:
        raise DurationError(_("The start and the end are the same time."))
    return TimeRange(_time_of(begin), _time_of(finish), crosses_midnight=finish <= begin or finish == day)


def _time_of(seconds: int) -> time:
    return time(seconds // HOUR % 24, seconds // MINUTE % 60, seconds % MINUTE)


def _seconds_of(moment: time) -> int:
    return moment.hour * HOUR + moment.minute * MINUTE + moment.second
