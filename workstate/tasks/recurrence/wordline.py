"""The words of one line with what the rules for repeats ask of them."""

from __future__ import annotations

import re
from typing import TypeVar

from workstate.tasks.quickadd.clocks import Clocks
from workstate.tasks.quickadd.dates import Days
from workstate.tasks.quickadd.draft import Context
from workstate.tasks.quickadd.languages.lexicon import Phrases
from workstate.tasks.quickadd.words import Word
from workstate.tasks.recurrence.languages.idiom import Pace
from workstate.tasks.recurrence.vocabulary import Vocabulary

V = TypeVar("V")

_COUNT = re.compile(r"[0-9]{1,5}", re.ASCII)
_ORDINAL = re.compile(r"([0-9]{1,2})\.?([^\W\d_]{1,4}|º|ª)?")
_GLUED_COUNT = re.compile(r"([0-9]{1,4})([^\W\d_]{1,8})")
_WIDE = 4
"""Characters of white space: the shortest sign, p1, with a space on both sides."""
_SIGN = re.compile(r"[#@~/+{!]|//|p[1-4]\b", re.IGNORECASE)


def may_open(fold: str, vocabulary: Vocabulary) -> bool:
    """Whether a repeat may begin with this word: an opener, a number, a rule."""
    return bool(fold) and (fold in vocabulary.openers or fold[0].isdigit() or fold.startswith("freq="))


class WordLine:
    """One line, read in one language. Places are indices of words; an end is the word after the last."""

    def __init__(self, text: str, words: list[Word], vocabulary: Vocabulary, context: Context) -> None:
        self.text = text
        self.words = words
        self.vocabulary = vocabulary
        self.lexicon = vocabulary.lexicon
        self.context = context
        self.clocks = Clocks(text, words, self.lexicon, context)
        self.days = Days(words, self.lexicon, context, self.clocks)

    def word(self, index: int) -> str:
        return self.words[index].fold if index < len(self.words) else ""

    def goes_on(self, index: int, *, comma: bool = False) -> bool:
        """Whether the word before `index` lets a phrase go on: nothing stands between but what belongs to a number."""
        if not 0 < index < len(self.words) or self.words[index].lead or self._gap(index):
            return False
        before = self.words[index - 1]
        if before.trail in ((",", ".,") if comma else ()):
            return True
        return before.trail == "" or (
            before.trail == "." and (before.fold.isdigit() or before.fold in self.lexicon.abbreviations)
        )

    def _gap(self, index: int) -> bool:
        """Whether something was cut out before the word: quick add blanks what it has read already."""
        return index > 0 and self.words[index].start - self.words[index - 1].end >= _WIDE

    def edge(self, index: int) -> bool:
        """Whether nothing that belongs to the sentence follows: the end, a full stop, or a sign of quick add."""
        if self.clocks.edge(index) or self._gap(index):
            return True
        return bool(_SIGN.match(self.text, self.words[index].start))

    def skip(self, table: Phrases[bool], index: int) -> int:
        """The place after a phrase of the table, or the same place."""
        found = table.at(self.words, index)
        return found[0] if found and self.goes_on(found[0]) else index

    def count(self, index: int) -> tuple[int, int] | None:
        """Where a number in digits or words ends, and the number."""
        if _COUNT.fullmatch(self.word(index)):
            return index + 1, int(self.word(index))
        return self.lexicon.numbers.at(self.words, index)

    def glued_count(self, index: int) -> tuple[int, Pace] | None:
        """ "2h", "30min", "3d"; "m" could be minutes or months."""
        match = _GLUED_COUNT.fullmatch(self.word(index))
        if not match or match[2] == "m":
            return None
        unit = self.lexicon.units.word(match[2])
        return (int(match[1]), (unit, 1)) if unit else None

    def ordinal(self, index: int) -> tuple[int, int] | None:
        """Where an ordinal number ends ("3rd", "3.", "third", "last"), and the number; -1 is the last."""
        if named := self.vocabulary.ordinals.at(self.words, index):
            return named
        found = self.numeral(index)
        return (index + 1, found[0]) if found and found[1] else None

    def numeral(self, index: int) -> tuple[int, bool] | None:
        """A number from 1 to 31 in digits, and whether it is written as an ordinal."""
        match = _ORDINAL.fullmatch(self.word(index))
        if not match or not 1 <= int(match[1]) <= 31:
            return None
        nth = self.vocabulary.nth
        if match[2]:
            return (int(match[1]), True) if match[2] in nth else None
        return int(match[1]), "." in nth and self.words[index].trail.startswith(".")

    def stop(self, end: int) -> int:
        """The place in the text after the words before `end`, with the stop that belongs to a German "15."."""
        last = self.words[end - 1]
        stopped = last.trail.startswith(".") and (
            last.fold in self.lexicon.abbreviations or ("." in self.vocabulary.nth and last.fold.isdigit())
        )
        return last.end + stopped
