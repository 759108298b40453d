"""Names behind a sign: #project, /section, @label, +person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from workstate.tasks.quickadd.draft import Kind, Person, Token
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.words import Word, fold

V = TypeVar("V")

_QUOTED: Final = {'"': '"', "“": "”", "„": "“"}
_AFTER_NAME: Final = " ,;:.!?)]}'\"…”"
_CLOSING: Final = ",;:.!?)]}'\"…”’"
# "#12" is an issue, "#1.2" and "#3-4" are numbers too.
_NUMBERS = re.compile(r"[\d.,:/+-]+")
_COLOUR = re.compile(r"(?=[a-z]*[0-9])(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"[0-9]{1,2}(?::[0-5][0-9])?(?:[ap]\.?m)?", re.ASCII | re.IGNORECASE)
_SECTION = re.compile(r"[^\W\d][\w&'’-]+")
_ROOTS: Final = frozenset(
    "bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var api".split()
)
_SHORTEST_PREFIX: Final = 2


@dataclass(frozen=True)
class Known(Generic[V]):
    """What exists, by its comparable name, and the length of the longest name."""

    by_name: dict[str, V]
    longest: int


@lru_cache(maxsize=1024)
def known(names: tuple[str, ...]) -> Known[str]:
    return Known({comparable(name): name for name in reversed(names)}, max(map(len, names), default=0))


def comparable(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def name_at(kind: Kind, text: str, word: Word, names: Known[str], limit: int) -> Token | None:
    """A project or label, with its sign at the word's start: one that exists, or a new one of one word or in quotes."""
    start = word.start + 1
    if start >= min(limit, len(text)):
        return None
    if text[start] in _QUOTED:
        if not (quoted := _quoted(text, start, limit)):
            return None
        name, end = quoted
        return _token(kind, text, word.start, end, names.by_name.get(comparable(name), name))
    for end in _ends(text, start, names.longest, limit):
        if there := names.by_name.get(comparable(text[start:end])):
            return _token(kind, text, word.start, end, there)
    name = text[start : word.end].rstrip(_CLOSING)
    if not name or not _may_begin(name[0]) or not _is_clean(name) or _NUMBERS.fullmatch(name):
        return None
    if kind is Kind.PROJECT and _COLOUR.fullmatch(name):
        return None
    if kind is Kind.LABEL and _CLOCK.fullmatch(name):
        return None  # "@2pm" is a time
    return _token(kind, text, word.start, start + len(name), name)


def section_at(text: str, word: Word, before: Word | None, names: Known[str], limit: int) -> Token | None:
    """A section: one that exists, or a new one that is no path, unit or file."""
    start = word.start + 1
    if start >= min(limit, len(text)):
        return None
    if text[start] in _QUOTED:
        if not (quoted := _quoted(text, start, limit)):
            return None
        name, end = quoted
        return _token(Kind.SECTION, text, word.start, end, names.by_name.get(comparable(name), name))
    for end in _ends(text, start, names.longest, limit):
        if there := names.by_name.get(comparable(text[start:end])):
            return _token(Kind.SECTION, text, word.start, end, there)
    name = text[start : word.end].rstrip(_CLOSING)
    if not _SECTION.fullmatch(name) or name.casefold() in _ROOTS or not _is_clean(name):
        return None
    if before and (text[before.end - 1].isdigit() or unicodedata.category(text[before.end - 1]) == "Sc"):
        return None  # "50 € /month"
    return _token(Kind.SECTION, text, word.start, start + len(name), name)


class People:
    """Finds the one person that a name means: in full, the first name, the address or its local part, or a beginning."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)
        self.full = self._unique((fold(person.name), person) for person in self.people)
        self.longest = max((len(person.name) for person in self.people), default=0)
        first = self._unique((fold(person.name).partition(" ")[0], person) for person in self.people)
        local = self._unique((fold(person.address).partition("@")[0], person) for person in self.people)
        address = self._unique((fold(person.address), person) for person in self.people)
        # A full name is surer than an address, an address than a part of either.
        self.short = local | first | address | self.full

    def _unique(self, names: Iterable[tuple[str, Person]]) -> dict[str, Person]:
        """Those names that one person alone has."""
        found: dict[str, Person | None] = {}
        for name, person in names:
            if name:
                found[name] = None if name in found else person
        return {name: person for name, person in found.items() if person}

    def named(self, name: str, lexicon: Lexicon) -> Person | None:
        sought = fold(name)
        if found := self.short.get(sought):
            return found
        if sought in lexicon.myself:
            return next((person for person in self.people if person.me), None)
        if len(sought) < _SHORTEST_PREFIX:
            return None
        beginning = {
            person.key: person
            for person in self.people
            if fold(person.name).startswith(sought) or fold(person.address).partition("@")[0].startswith(sought)
        }
        # Two people called Ana: neither of them is meant by "an" or "ana".
        return next(iter(beginning.values())) if len(beginning) == 1 else None


@lru_cache(maxsize=256)
def people_of(people: tuple[Person, ...]) -> People:
    return People(people)


def person_at(text: str, word: Word, people: People, lexicon: Lexicon, limit: int) -> Token | None:
    """A person who is known; a number, "C++" and names of others are words."""
    start = word.start + 1
    if start >= min(limit, len(text)) or not people.people:
        return None
    if text[start] in _QUOTED:
        quoted = _quoted(text, start, limit)
        person = people.full.get(fold(quoted[0])) if quoted else None
        return _token(Kind.ASSIGNEE, text, word.start, quoted[1], person) if quoted and person else None
    if not text[start].isalpha():
        return None
    for end in _ends(text, start, people.longest, limit):
        if any(char.isspace() for char in text[start:end]) and (there := people.full.get(fold(text[start:end]))):
            return _token(Kind.ASSIGNEE, text, word.start, end, there)
    name = text[start : word.end].rstrip(_CLOSING)
    there = people.named(name, lexicon)
    return _token(Kind.ASSIGNEE, text, word.start, start + len(name), there) if there else None


def _token(kind: Kind, text: str, start: int, end: int, value: str | Person) -> Token:
    return Token(kind, start, end, text[start:end], value)


def _quoted(text: str, start: int, limit: int) -> tuple[str, int] | None:
    """The name in the quotes that open at `start`, and where they end."""
    end = text.find(_QUOTED[text[start]], start + 1, limit)
    name = " ".join(text[start + 1 : end].split()) if end > 0 else ""
    return (name, end + 1) if name and _is_clean(name) else None


def _ends(text: str, start: int, longest: int, limit: int) -> Iterable[int]:
    """Where a name that begins at `start` may end, the furthest first."""
    # A little longer than the longest name, for characters that are composed of two.
    for end in range(min(limit, len(text), start + 2 * longest), start, -1):
        if end == len(text) or text[end].isspace() or text[end] in _AFTER_NAME:
            yield end


def _may_begin(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char) in ("So", "Sk", "Lo")


def _is_clean(name: str) -> bool:
    """No sign of another token, and nothing invisible but the joiners that scripts and emoji need."""
    return not any(
        char in '#@"<>' or (unicodedata.category(char)[0] == "C" and char not in "\u200c\u200d") for char in name
    )
