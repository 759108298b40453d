"""What the words at a place of a filter begin: a comparison, a flag, a joining word, or words to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from workstate.savedviews.filters import words as joining
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.tables import TASKS, Table
from workstate.savedviews.filters.terms import FIELD, LONGEST_PHRASE
from workstate.savedviews.filters.tree import Term as Asked
from workstate.savedviews.filters.tree import Value

QUOTES: Final = {'"': '"', "“": "”“", "„": "“”", "«": "»", "”": "”"}
SIGNS: Final = {"##": "project tree", "#": "project", "/": "section", "@": "label", "+": "assigned"}
_SPACE = re.compile(r"\s*")
SIGN = re.compile(r"##|[#/@+]")
_WORD = re.compile(r"(?:(?!!=)[^\s&|,()\"“”„«»<>=≤≥≠:])+")
MARKED = re.compile(r"[^\s&|,()\"“”„«»]+")
OPERATOR = re.compile(r"\s*(!=|≠|<=|≤|>=|≥|<|>|==?|:)")
PLAIN_OPERATOR: Final = {"≠": "!=", "≤": "<=", "≥": ">=", "=": ":", "==": ":"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A terminal of the grammar. What a term or the head of a comparison is, stands in `term`; of a value, in `value`."""

    type: str
    start: int
    end: int
    term: Asked | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What the words at a place begin: a comparison, a flag, a joining word or nothing of the kind."""

    type: str
    end: int
    key: str = ""
    operator: str = ""
    name: str = ""


class Heads:
    """Looks at one text, and changes nothing."""

    def __init__(self, text: str, table: Table = TASKS) -> None:
        self.text = text
        self.table = table

    def head(self, start: int, *, behind_no: bool = False) -> Head:
        """What the words at this place begin: the longest phrase of the table, else a word."""
        found: list[tuple[str, int]] = []
        place = start
        while len(found) < LONGEST_PHRASE and (match := _WORD.match(self.text, place)):
            found.append((match.group().casefold(), match.end()))
            place = self._skip(match.end())
            if place == match.end():
                break
        for count in range(len(found), 0, -1):
            phrase, end = " ".join(word for word, _end in found[:count]), found[count - 1][1]
            operator = OPERATOR.match(self.text, end)
            if operator and (known := self.table.fields.get(phrase)):
                said = PLAIN_OPERATOR.get(operator[1], operator[1])
                return Head("FIELD", operator.end(), known[0], self._operator(known[1], said, start, operator))
            if not operator and (known := self.table.fields.get(phrase)) and known[1] and self._day_follows(end):
                return Head("FIELD", end, known[0], known[1])
            if not operator and (flag := self.table.flags.get(phrase)):
                return Head("FLAG", end, flag)
            if operator and count == 1:
                said = PLAIN_OPERATOR.get(operator[1], operator[1])
                return Head("FIELD", operator.end(), FIELD.key, said, self.text[start:end])
        if not found:
            return Head("", start)
        word, end = found[0]
        if len(word) == 2 and word[0] == "p" and word[1] in "1234":
            return Head("FLAG", end, f"priority:{word[1]}")
        for kind, listed in (("AND", joining.AND), ("OR", joining.OR), ("NOT", joining.NOT)):
            if word in listed:
                return Head(kind, end)
        if word in joining.WITHOUT and not behind_no and self._names_follow(end):
            return Head("WITHOUT", end)
        return Head("WORD", end)

    def _operator(self, own: str, said: str, start: int, match: re.Match[str]) -> str:
        """`due before:` says a comparison already, and then takes a colon alone."""
        if own and said != ":":
            raise self._error(_("Write a colon here."), match.start(1), match.end(1), ":")
        return own or said

    def _day_follows(self, end: int) -> bool:
        """Whether a day stands behind words such as `due before`, which say enough without a colon."""
        return False

    def _names_follow(self, end: int) -> bool:
        place = self._skip(end)
        if place == end or place >= len(self.text):
            return False
        return self.text[place] in QUOTES or self.head(place, behind_no=True).type == "WORD"

    def _quoted(self, start: int) -> tuple[str, int]:
        """What stands in the quotes, and where they end. A backslash takes the meaning of the character behind it."""
        closing, place, found = QUOTES[self.text[start]], start + 1, []
        while place < len(self.text):
            char = self.text[place]
            if char == "\\" and place + 1 < len(self.text):
                found.append(self.text[place + 1])
                place += 2
                continue
            if char in closing:
                text = " ".join("".join(found).split())
                if not text:
                    raise self._error(_("Write something between the quotes."), start, place + 1, "")
                return text, place + 1
            found.append(char)
            place += 1
        inside = self.text[start + 1 :].rstrip()
        raise self._error(_("Close the quotes."), start, len(self.text), f'"{inside}"' if inside else None)

    def _skip(self, place: int) -> int:
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def _error(self, message: str, start: int, end: int, instead: str | None = None) -> FilterError:
        return FilterError(message, text=self.text, start=start, end=end, instead=instead)
