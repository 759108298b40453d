"""What is written with a sign: p1, #project, @label, ~estimate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from workstate.core.durations import DurationError, parse_duration
from workstate.tasks.quickadd.draft import Context, Kind, Token
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.words import Quote, Word

_PRIORITY = re.compile(r"p([1-4])", re.ASCII)
_QUOTED: Final = {'"': '"', "“": "”", "„": "“"}
_AFTER_NAME: Final = " ,;:.!?)]}'\"…”"
_CLOSING: Final = ",;:.!?)]}'\"…”’"
# "#12" is an issue, "#1.2" and "#3-4" are numbers too.
_NUMBERS = re.compile(r"[\d.,:/+-]+")
_COLOUR = re.compile(r"(?=[a-z]*[0-9])(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"[0-9]{1,2}(?::[0-5][0-9])?(?:[ap]\.?m)?", re.ASCII | re.IGNORECASE)
_LONGEST_ESTIMATE: Final = 4
"""Words: "1 h 30 m"."""


def marks(
    text: str, words: Sequence[Word], quotes: Sequence[Quote], lexicon: Lexicon, context: Context, limit: int
) -> Iterator[Token]:
    """Every token with a sign, in order. Words in quotes are protected."""
    projects, labels = _existing(context.projects), _existing(context.labels)
    position = 0
    for index, word in enumerate(words):
        if word.start < position or not word.fold:
            continue
        sign = text[word.start]
        token: Token | None = None
        if sign in "pP" and (match := _PRIORITY.fullmatch(word.fold)):
            token = Token(Kind.PRIORITY, word.start, word.end, text[word.start : word.end], int(match[1]))
        elif sign == "#":
            token = _name(Kind.PROJECT, text, word, projects, limit)
        elif sign == "@":
            token = _name(Kind.LABEL, text, word, labels, limit)
        elif sign == "~":
            token = _estimate(text, words, index, lexicon)
        if token and not any(quote.start < token.end and token.start < quote.end for quote in quotes):
            position = token.end
            yield token


@lru_cache(maxsize=256)
def _existing(names: tuple[str, ...]) -> tuple[dict[str, str], int]:
    """The names by their comparable form, and the length of the longest."""
    return {_comparable(name): name for name in reversed(names)}, max(map(len, names), default=0)


def _comparable(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _name(kind: Kind, text: str, word: Word, existing: tuple[dict[str, str], int], limit: int) -> Token | None:
    start = word.start + 1
    if start >= min(limit, len(text)):
        return None
    if closing := _QUOTED.get(text[start]):
        end = text.find(closing, start + 1, limit)
        name = " ".join(text[start + 1 : end].split()) if end > 0 else ""
        if not name or not _is_clean(name):
            return None
        return Token(kind, word.start, end + 1, text[word.start : end + 1], existing[0].get(_comparable(name), name))
    names, longest = existing
    # A little longer than the longest name, for characters that are composed of two.
    for end in range(min(limit, len(text), start + 2 * longest), start, -1):
        if (end == len(text) or text[end].isspace() or text[end] in _AFTER_NAME) and (
            known := names.get(_comparable(text[start:end]))
        ):
            return Token(kind, word.start, end, text[word.start : end], known)
    end = word.end
    name = text[start:end].rstrip(_CLOSING)
    end = start + len(name)
    if not name or not _may_begin(name[0]) or not _is_clean(name) or _NUMBERS.fullmatch(name):
        return None
    if kind is Kind.PROJECT and _COLOUR.fullmatch(name):
        return None
    if kind is Kind.LABEL and _CLOCK.fullmatch(name):
        return None  # "@2pm" is a time
    return Token(kind, word.start, end, text[word.start : end], name)


def _may_begin(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char) in ("So", "Sk", "Lo")


def _is_clean(name: str) -> bool:
    """No sign of another token, and nothing invisible but the joiners that scripts and emoji need."""
    return not any(
        char in '#@"<>' or (unicodedata.category(char)[0] == "C" and char not in "\u200c\u200d") for char in name
    )


def _estimate(text: str, words: Sequence[Word], index: int, lexicon: Lexicon) -> Token | None:
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
