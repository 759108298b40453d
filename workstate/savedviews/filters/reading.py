"""What a value says, of each kind of term: how much of a text it takes, and whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workstate.core.durations import DurationError, parse_duration
from workstate.savedviews.filters.days import LONGEST, read_days
from workstate.savedviews.filters.terms import Kind, Term
from workstate.savedviews.filters.words import NOTHING
from workstate.tasks.quickadd import Context

_PRIORITY = re.compile(r"[pP]?([1-4])(?=\s|$)")
_NUMBER = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{0,7}-)?[0-9]{1,9}(?=\s|$)", re.ASCII)
_WORD = re.compile(r"\S+")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Found:
    length: int
    text: str
    word: str = ""


def read_value(term: Term, run: str, context: Context, facets: Mapping[str, str]) -> Found | None:
    """What the text begins with as a value of the term; None where it is none. `facets`: the phrases for what one has."""
    run = run.rstrip()
    if not run:
        return None
    match term.kind:
        case Kind.DAY | Kind.MOMENT:
            days = read_days(run[: 2 * LONGEST + 5], context)
            return _found(run, days[1]) if days else None
        case Kind.PRIORITY:
            priority = _PRIORITY.match(run)
            return Found(priority.end(), priority[1]) if priority else None
        case Kind.DURATION:
            return _duration(term, run)
        case Kind.NUMBER | Kind.TASK:
            number = _NUMBER.match(run)
            return _found(run, number.end()) if number else None
        case Kind.FACET:
            return _facet(run, facets)
        case _:
            if term.sign and run[0] == term.sign[0] and len(run) > 1:
                # "in: #Website": the sign says nothing more there.
                bare = run.lstrip(term.sign[0]).strip()
                return Found(len(run), " ".join(bare.split())) if bare else None
            word = run.casefold()
            if word in NOTHING and "nobody" in term.words:
                word = "nobody"
            return Found(len(run), "", word) if word in term.words else _found(run, len(run))


def _found(run: str, length: int) -> Found:
    return Found(length, " ".join(run[:length].split()))


def _duration(term: Term, run: str) -> Found | None:
    """The longest run of words that is a length of time with its unit, or a word such as estimate."""
    words = list(_WORD.finditer(run))[:_MOST_WORDS]
    for word in reversed(words):
        text = run[: word.end()]
        try:
            seconds = parse_duration(text)
        except DurationError:
            continue
        if seconds and not any(char.isalpha() or char == ":" for char in text):
            return None  # "2": nobody can tell of what
        return _found(run, word.end())
    first = words[0].group().casefold()
    return Found(words[0].end(), "", first) if first in term.words else None


def _facet(run: str, facets: Mapping[str, str]) -> Found | None:
    """What a task has, else the name of a custom field."""
    words = list(_WORD.finditer(run))
    for word in reversed(words[:3]):
        if key := facets.get(" ".join(run[: word.end()].casefold().split())):
            return Found(word.end(), "", key)
    return Found(words[0].end(), words[0].group())
