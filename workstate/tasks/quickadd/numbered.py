"""Dates with a number in them: 2027-05-01, 3/4, 5.12., 5 May, May 5th. Decides when such a number is a date at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum

from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.clocks import Clocks
from workstate.tasks.quickadd.draft import Context
from workstate.tasks.quickadd.languages.language import PartOfDay
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.words import Word

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:t([0-9]{2}):([0-5][0-9])(?::[0-5][0-9])?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
_SLASH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})", re.ASCII)
_DOT = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})", re.ASCII)
_DAY_NUMBER = re.compile(r"([0-9]{1,2})([^\W\d_]{1,2}|º|ª)?", re.ASCII)
_GLUED = re.compile(r"([0-9]{1,2})\.?([^\W\d_]{3,12})")
_YEAR = re.compile(r"[0-9]{4,}", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,4}", re.ASCII)
_COOKS_FRACTIONS = frozenset({2, 3, 4, 5, 6, 8, 10, 16})


class Strength(IntEnum):
    """How much a word says by itself that it is a date."""

    FAINT = 0
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read, with the word after it. `time` is exact ("in 2 hours"), `part` is a part of the day."""

    end: int
    date: date
    strength: Strength = Strength.STRONG
    time: time | None = None
    part: PartOfDay | None = None
    keeps_stop: bool = False
    """A full stop after it belongs to it: "5.12." or "Fr."."""


class NumberedDates:
    """Finds dates by number in the words of one line."""

    def __init__(self, words: list[Word], lexicon: Lexicon, context: Context, clocks: Clocks) -> None:
        self.words = words
        self.lexicon = lexicon
        self.context = context
        self.clocks = clocks
        self.today = context.now.date()

    def at(self, index: int, *, introduced: bool) -> Day | None:
        if not self.word(index):
            return None
        if article := self.lexicon.before_date.at(self.words, index):
            return self._month_name(article[0], introduced=introduced)
        return self._numeric(index, introduced=introduced) or self._month_name(index, introduced=introduced)

    def _numeric(self, index: int, *, introduced: bool) -> Day | None:
        word = self.words[index]
        if not word.fold[0].isdigit() or self.clocks.counted(index):
            return None
        end = index + 1
        if match := _ISO.fullmatch(word.fold):
            on = days.day(int(match[1]), int(match[2]), int(match[3]))
            at = time(int(match[4]), int(match[5])) if match[4] and int(match[4]) < 24 else None
            return Day(end, on, time=at) if on else None
        if match := _YEAR_FIRST.fullmatch(word.fold):
            on = days.day(int(match[1]), int(match[3]), int(match[4]))
            return Day(end, on) if on else None
        if match := _YEAR_LAST.fullmatch(word.fold):
            on = self._with_year(int(match[1]), int(match[3]), match[4], match[2])
            return Day(end, on) if on else None
        if match := _SLASH.fullmatch(word.fold):
            return self._slashed(index, int(match[1]), int(match[2]), introduced=introduced)
        return self.dotted(index, introduced=introduced)

    def _with_year(self, first: int, second: int, year_text: str, sign: str) -> date | None:
        year = int(year_text)
        if len(year_text) == 2:
            # "1.2.26" is a date where dates are dotted and the year is near; elsewhere it is a version.
            year += 2000
            near = -1 <= year - self.today.year <= 20
            if sign == "-" or not near or (sign == "." and not self.lexicon.language.dotted):
                return None
        if sign == "/" and self.context.date_order != "DMY":
            first, second = second, first
        return days.day(year, second, first) or (days.day(year, first, second) if sign == "/" else None)

    def _slashed(self, index: int, first: int, second: int, *, introduced: bool) -> Day | None:
        number, month = (first, second) if self.context.date_order == "DMY" else (second, first)
        on = days.next_day_of_year(self.today, month, number)
        if on is None:
            return None
        after = self.word(index + 1)
        before = self.word(index - 1) if index else ""
        if not introduced and (before.isdigit() or after in self.lexicon.measures):
            return None
        looks_like_a_fraction = first < second and second in _COOKS_FRACTIONS
        sure = introduced or not looks_like_a_fraction or self.clocks.edge(index + 1)
        return Day(index + 1, on, Strength.STRONG if sure else Strength.FAINT)

    def dotted(self, index: int, *, introduced: bool) -> Day | None:
        """5.12. and 5. 12., where dates are written so; without the last dot only after a preposition."""
        if not self.lexicon.language.dotted:
            return None
        word = self.words[index]
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if match := _DOT.fullmatch(word.fold):
            stopped = word.trail.startswith(".")
            end, number, month = index + 1, int(match[1]), int(match[2])
            if not stopped and (not introduced or self.word(end) in self.lexicon.measures):
                return None
        elif (
            following
            and _COUNT.fullmatch(word.fold)
            and _COUNT.fullmatch(following.fold)
            and word.trail == "."
            and following.trail.startswith(".")
            and not following.lead
        ):
            end, number, month = index + 2, int(word.fold), int(following.fold)
        else:
            return None
        year_end, year = self.year(end)
        if year == 0:
            return None
        on = days.day(year, month, number) if year else days.next_day_of_year(self.today, month, number)
        return Day(year_end, on, keeps_stop=year is None) if on else None

    def _month_name(self, index: int, *, introduced: bool) -> Day | None:
        """5 May, 5. Mai 2027, le 1er mai, 5 de mayo, May 5th, May 2027."""
        if not self.word(index) or self.clocks.counted(index):
            return None
        lexicon, words = self.lexicon, self.words
        if match := _GLUED.fullmatch(words[index].fold):
            glued = lexicon.months.word(match[2])
            if glued is None:
                return None
            return self._finished(index, index + 1, int(match[1]), glued + 1, introduced=introduced, sure=True)
        if found := self.ordinal(index):
            number, _ = found
            place = index + 1
            if words[index].trail not in ("", "."):
                return None
            if linked := lexicon.of.at(words, place):
                place = linked[0]
            month = lexicon.months.at(words, place)
            if not month:
                return None
            return self._finished(index, month[0], number, month[1] + 1, introduced=introduced, sure=found[1])
        month = lexicon.months.at(words, index)
        if not month or not self.goes_on(month[0]):
            return None
        if lexicon.language.month_first and (found := self.ordinal(month[0])):
            return self._finished(index, month[0] + 1, found[0], month[1] + 1, introduced=introduced, sure=found[1])
        end, year = self.year(month[0])
        on = days.day(year, month[1] + 1, 1) if year else None
        return Day(end, on) if on else None

    def _finished(self, start: int, end: int, number: int, month: int, *, introduced: bool, sure: bool) -> Day | None:
        """The date of a day and a month, with the year that may follow it."""
        year_end, year = self.year(end)
        if year == 0:
            return None
        on = days.day(year, month, number) if year else days.next_day_of_year(self.today, month, number)
        if on is None:
            return None
        # "5 may attend", "march 5 miles": in small letters and bare such a month is a verb until something says otherwise.
        verb = any(word.fold in self.lexicon.weak and self._small(word) for word in self.words[start:end])
        doubtful = verb and not (introduced or sure or year)
        counts = not year and self.words[end - 1].fold.isdigit() and self.word(end) in self.lexicon.measures
        if counts:
            return None
        return Day(year_end, on, Strength.WEAK if doubtful else Strength.STRONG)

    def _small(self, word: Word) -> bool:
        return self.clocks.text[word.start].islower()

    def ordinal(self, index: int) -> tuple[int, bool] | None:
        """A day's number and whether it is written as one ("5th", "5.")."""
        match = _DAY_NUMBER.fullmatch(self.word(index))
        if not match or not 1 <= int(match[1]) <= 31:
            return None
        nth = self.lexicon.nth
        if match[2]:
            return (int(match[1]), True) if match[2] in nth else None
        return int(match[1]), "." in nth and self.words[index].trail.startswith(".")

    def year(self, index: int) -> tuple[int, int | None]:
        """The end and the year that stands at `index`: None when there is none, 0 when it cannot be one."""
        if not self.goes_on(index):
            return index, None
        linked = self.lexicon.of.at(self.words, index)
        place = linked[0] if linked else index
        if not _YEAR.fullmatch(self.word(place)):
            return index, None
        year = int(self.word(place)) if len(self.word(place)) == 4 else 0
        return place + 1, year if days.FIRST_YEAR <= year <= days.LAST_YEAR else 0

    def word(self, index: int) -> str:
        return self.words[index].fold if index < len(self.words) else ""

    def goes_on(self, index: int) -> bool:
        """Whether the word before `index` lets a phrase go on, with at most a comma between."""
        return (
            index < len(self.words)
            and self.words[index - 1].trail in ("", ".", ",", ".,")
            and not self.words[index].lead
        )
