"""Lengths of time and moments behind a sign: ~45m, 30m/2h, !30m, !tomorrow 9:00, {friday}."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from workstate.core.durations import DurationError, parse_duration
from workstate.tasks.quickadd.clocks import FIRST_SURE_HOUR
from workstate.tasks.quickadd.draft import Context, Kind, Spent, Token
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.whens import Whens
from workstate.tasks.quickadd.words import Word, cut

_LONGEST_ESTIMATE: Final = 4
"""Words: "1 h 30 m"."""
_LONGEST_MOMENT: Final = 8
"""Words: "!on Friday the 5th of May 2027 at 9:00"."""
_LONGEST_NOTICE: Final = 366 * 86_400
_LENGTH: Final = r"[0-9]{1,4}(?:[.,][0-9]{1,2})?[^\W\d_]{1,8}(?:[0-9]{1,2}[^\W\d_]{0,8})?"
_PAIR = re.compile(rf"~?({_LENGTH})/({_LENGTH})")
_HOUR = re.compile(r"([0-9]{1,2})h(?:[0-5][0-9])?", re.ASCII)
_NOTICE = re.compile(r"([0-9]{1,4})([^\W\d_]{1,12})")
_COUNT = re.compile(r"[0-9]{1,4}", re.ASCII)
_SHORT: Final = {"m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_SIGNED = re.compile(r"[#@/+~!{]|p[1-4]\b", re.ASCII | re.IGNORECASE)
_MOST_IN_BRACES: Final = 60


def estimate_at(text: str, words: Sequence[Word], index: int, lexicon: Lexicon) -> Token | None:
    """~45m, ~1h30, ~1:30, ~1.5h, ~2 hours; a bare number is minutes unless it counts something ("~5 people")."""
    start = words[index].start
    for last in range(min(index + _LONGEST_ESTIMATE, len(words)) - 1, index - 1, -1):
        end = words[last].end
        if last > index and (not text[end - 1].isalpha() or any(word.trail.strip(".") for word in words[index:last])):
            continue
        try:
            seconds = parse_duration(text[start + 1 : end], bare="minutes")
        except DurationError:
            continue
        bare = not any(char.isalpha() or char == ":" for char in text[start + 1 : end])
        follows = words[last + 1].fold if last + 1 < len(words) and not words[last].trail else ""
        if not seconds or (bare and follows in lexicon.measures) or text[start + 1].isspace():
            return None
        return Token(Kind.ESTIMATE, start, end, text[start:end], seconds)
    return None


def spent_at(text: str, word: Word, lexicon: Lexicon) -> Token | None:
    """30m/2h: both lengths have a unit, so that no fraction or date is one; French "9h/12h" is from nine to twelve."""
    if not (match := _PAIR.fullmatch(word.fold)):
        return None
    if lexicon.language.hours and all(_is_hour(side) for side in match.groups()):
        return None
    try:
        seconds, estimate = (parse_duration(side, bare="minutes") for side in match.groups())
    except DurationError:
        return None
    if not seconds or not estimate:
        return None
    return Token(Kind.SPENT, word.start, word.end, text[word.start : word.end], Spent(seconds, estimate))


def _is_hour(text: str) -> bool:
    match = _HOUR.fullmatch(text)
    return match is not None and FIRST_SURE_HOUR <= int(match[1]) <= 24


def reminder_at(text: str, words: Sequence[Word], index: int, lexicon: Lexicon, context: Context) -> Token | None:
    """!30m, !2 hours before, !9:00, !tomorrow 9:00; "!!!" and "!important" are words."""
    word = words[index]
    first = Word(word.start + 1, word.end, word.fold[1:], "", word.trail)
    if not first.fold or not first.fold[0].isalnum():
        return None
    rest = [first, *words[index + 1 : index + _LONGEST_MOMENT]]
    whens = Whens(text, rest, lexicon, context)
    # A time of day comes first: where people write "14h" for it, it is no length.
    if parts := whens.introduced(0):
        end = whens.span(parts)[1]
        return Token(Kind.REMINDER, word.start, end, text[word.start : end], whens.when(parts))
    if not (notice := _notice(rest, lexicon)):
        return None
    count, seconds = notice
    if not 0 <= seconds <= _LONGEST_NOTICE:
        return None
    before = lexicon.before_it.at(rest, count) if not rest[count - 1].trail else None
    if before and (whens.clocks.edge(before[0]) or _SIGNED.match(text, rest[before[0]].start)):
        # "!30m before" but not "!30m before lunch"
        count = before[0]
    end = rest[count - 1].end
    return Token(Kind.REMINDER, word.start, end, text[word.start : end], seconds)


def _notice(words: Sequence[Word], lexicon: Lexicon) -> tuple[int, int] | None:
    """How many words a length takes, and its seconds; whole weeks at most, for months differ."""
    text = words[0].fold
    if match := _NOTICE.fullmatch(text):
        unit = _unit(match[2], lexicon)
        return (1, int(match[1]) * unit) if unit else None
    if _COUNT.fullmatch(text) and len(words) > 1 and not words[0].trail and not words[1].lead:
        unit = _unit(words[1].fold, lexicon)
        return (2, int(text) * unit) if unit else None
    if text[0].isdigit() and any(char.isalpha() for char in text):
        try:
            return 1, parse_duration(text)
        except DurationError:
            return None
    return None


def _unit(name: str, lexicon: Lexicon) -> int | None:
    return _SECONDS.get(lexicon.units.word(name) or "") or _SHORT.get(name)


def deadline_at(text: str, word: Word, lexicon: Lexicon, context: Context, limit: int) -> Token | None:
    """{friday}: the braces hold a day and nothing else."""
    start = word.start - 1
    if start and not (text[start - 1].isspace() or text[start - 1] in "(["):
        return None
    end = text.find("}", start, min(limit, start + _MOST_IN_BRACES))
    if end < 0 or any(char in "{\n" for char in text[start + 1 : end]):
        return None
    inner = text[start + 1 : end]
    words = cut(inner, len(inner))
    whens = Whens(inner, words, lexicon, context)
    parts = whens.introduced(0) if words else []
    if len(parts) != 1 or parts[0].end != len(words) or not (day := parts[0].day) or day.time or day.part:
        return None
    first, last = words[0], words[-1]
    if first.lead or last.trail.strip("."):
        return None
    return Token(Kind.DEADLINE, start, end + 1, text[start : end + 1], whens.when(parts))
