"""Durations and times of day as people type them, and durations as they are printed. Pure: no clock, no database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, Literal

from django.utils.translation import gettext_lazy as _

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


_UNITS: Final[dict[str, int]] = {
    word: seconds
    for seconds, words in {
        HOUR: "h hr hrs hour hours std stunde stunden heure heures hora horas",
        MINUTE: "m min mins mn minute minutes minuten minuto minutos",
        1: "s sec secs second seconds sek sekunde sekunden seconde secondes seg segundo segundos",
    }.items()
    for word in words.split()
}
_AND: Final = frozenset({"and", "und", "et", "y", "e", ",", "&", "+"})
_IN_WORDS: Final[dict[str, int]] = {
    phrase: seconds
    for seconds, phrases in {
        900: ("a quarter of an hour", "quarter of an hour", "eine viertelstunde", "viertelstunde", "un quart d'heure",
              "quart d'heure", "un cuarto de hora", "cuarto de hora"),
        1800: ("half an hour", "a half hour", "half hour", "eine halbe stunde", "halbe stunde", "une demi-heure",
               "une demi heure", "demi-heure", "media hora"),
        2700: ("three quarters of an hour", "eine dreiviertelstunde", "dreiviertelstunde", "trois quarts d'heure",
               "tres cuartos de hora"),
        3600: ("an hour", "one hour", "eine stunde", "une heure", "una hora"),
        5400: ("an hour and a half", "one and a half hours", "eineinhalb stunden", "anderthalb stunden",
               "une heure et demie", "hora y media", "una hora y media"),
        60: ("a minute", "one minute", "eine minute", "une minute", "un minuto"),
    }.items()
    for phrase in phrases
}  # fmt: skip

_CLOCK = re.compile(r"([0-9]{0,5}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
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
    if (seconds := _IN_WORDS.get(plain)) is not None:
        return seconds
    if match := _CLOCK.fullmatch(plain):
        return _capped(_clock_seconds(match))
    if _NUMBER.fullmatch(plain):
        return _capped(_decimal(plain) * (HOUR if bare == "hours" else MINUTE))
    return _capped(_sum_of_units(plain))


def parse_time_range(text: str) -> TimeRange:
    """Two times of day joined by a dash or a word ("9-10:30", "9am to 1pm", "22-2"). Raises DurationError.

    An end without am or pm that lies before a morning start is read as the afternoon, as people say it: "9-5" is
    9:00 to 17:00. Otherwise an end before the start is on the next day. Equal times are refused: they could mean
    nothing or a whole day.
    """
    plain = _plain(text)
    match = _RANGE.fullmatch(plain)
    if match is None:
        raise DurationError(_("Enter two times, for example 9:00–10:30."))
    start = _ClockReading.of(match["start"])
    end = _ClockReading.of(match["end"])
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
    composed = unicodedata.normalize("NFC", text).replace("’", "'").replace("½", " .5").casefold()
    return " ".join(composed.split())


def _clock_seconds(match: re.Match[str]) -> int:
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3] or 0)
    if minutes > 59 or seconds > 59:
        raise DurationError(_("Minutes and seconds go up to 59, for example 1:30."))
    return hours * HOUR + minutes * MINUTE + seconds


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _sum_of_units(plain: str) -> Decimal:
    """Add up "1h 30m", "2 hours and 5 minutes", "1h30": units go down and none comes twice."""
    not_understood = DurationError(_("That is not a duration. Try 1:30, 1.5 h or 90 m."))
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
            if number is not None and (piece["number"] != ".5" or not number.isdigit()):
                raise not_understood
            number = (number or "") + piece["number"]
        elif piece["word"] in _UNITS and number is not None:
            unit = _UNITS[piece["word"]]
            if unit >= last_unit or decimals_seen:
                raise not_understood
            total += _decimal(number) * unit
            decimals_seen = not number.isdigit()
            last_unit, number = unit, None
        elif number is not None or total == 0 or (piece["word"] or piece["sign"]) not in _AND:
            raise not_understood
    if number is not None:
        if last_unit not in (HOUR, MINUTE) or decimals_seen or not number.isdigit() or int(number) > 59:
            raise not_understood
        total += _decimal(number) * (last_unit // 60)
    elif plain[-1] in ",&+" or plain.rsplit(" ", 1)[-1] in _AND:
        raise not_understood
    return total


def _capped(seconds: Decimal | int) -> int:
    if seconds > MAX_SECONDS:
        raise DurationError(_("That is more than 10,000 hours."))
    return int(Decimal(seconds).quantize(Decimal(1), rounding=ROUND_HALF_UP))


_TIME = r"[0-9]{1,2}(?:[:.][0-9]{2}| ?h ?[0-9]{2})?|[0-9]{4}"
_SUFFIX = r"(?: ?(?:am|pm|a\.m\.|p\.m\.|a|p|h|uhr|o'clock))?"
_RANGE = re.compile(
    r"(?:from |von |de |des |desde )?"
    rf"(?P<start>(?:{_TIME}){_SUFFIX})"
    r"(?: ?(?:-|–|—|−|~|→|\.\.) ?| (?:to|until|till|bis|à|a|al|hasta|jusqu'à) (?:las )?)"
    rf"(?P<end>(?:{_TIME}){_SUFFIX})(?: uhr)?",
    re.ASCII,
)
_READING = re.compile(
    r"(?P<hour>[0-9]{1,2}?)(?: ?[:.h]? ?(?P<minute>[0-9]{2}))? ?(?P<suffix>[ap]|am|pm|a\.m\.|p\.m\.|h|uhr|o'clock)?",
    re.ASCII,
)


@dataclass(frozen=True)
class _ClockReading:
    """One side of a range as typed: the hour is not settled while am or pm may still come from the other side."""

    hour: int
    minute: int
    half: Literal["a", "p"] | None
    loose: bool

    @classmethod
    def of(cls, text: str) -> _ClockReading | None:
        match = _READING.fullmatch(text)
        if match is None:
            return None
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        suffix = match["suffix"] or ""
        half: Literal["a", "p"] | None = None
        if suffix[:1] in ("a", "p"):
            half = "a" if suffix[0] == "a" else "p"
        if minute > 59 or hour > 24 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
            return None
        return cls(hour, minute, half, loose=not suffix and 1 <= hour <= 12 and not text.startswith("0"))

    def minutes(self, half: Literal["a", "p"] | None) -> int:
        hour = self.hour % 12 + (12 if half == "p" else 0) if half else self.hour
        return hour * 60 + self.minute


def _between(start: _ClockReading, end: _ClockReading) -> TimeRange:
    begin, finish = start.minutes(start.half), end.minutes(end.half)
    if end.half and start.loose:
        # "1-3pm" is an afternoon, "11-1pm" is not.
        same = start.minutes(end.half)
        begin = same if same < finish else begin
    elif end.loose and finish <= begin and begin <= 12 * 60 + 59 and begin < finish + 12 * 60 <= 24 * 60:
        finish += 0 if finish == begin else 12 * 60
    if begin >= 24 * 60:
        begin -= 24 * 60
    if begin == finish % (24 * 60):
        raise DurationError(_("The start and the end are the same time."))
    return TimeRange(_time_of(begin), _time_of(finish), crosses_midnight=finish <= begin or finish == 24 * 60)


def _time_of(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _seconds_of(moment: time) -> int:
    return moment.hour * HOUR + moment.minute * MINUTE
