"""Finds the phrases in a line that say how a task comes back: "every 2 weeks on Mon and Fri at 9:00"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from workstate.core.errors import Invalid
from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.draft import MAX_LENGTH, Context, DateOrder, TimeFormat
from workstate.tasks.quickadd.words import Word, cut, quotes
from workstate.tasks.recurrence.endings import Endings, Tail
from workstate.tasks.recurrence.languages.idiom import Pace
from workstate.tasks.recurrence.occurring import checked
from workstate.tasks.recurrence.opening import Core, Openings
from workstate.tasks.recurrence.phrase import Phrase
from workstate.tasks.recurrence.repeat import Anchor, Repeat
from workstate.tasks.recurrence.vocabulary import Vocabulary, vocabularies
from workstate.tasks.recurrence.wordline import WordLine, may_open

LONGEST_TEXT: Final = 500
"""Characters of a text that is nothing but a repeat: the longest that is printed fits."""


def phrase_in(
    text: str,
    *,
    language: str,
    now: datetime,
    week_start: int = 0,
    date_order: DateOrder = "DMY",
    time_format: TimeFormat = "24",
) -> Phrase | None:
    """The repeat that the whole text means, or None. Never raises."""
    context = Context(now, language=language, week_start=week_start, date_order=date_order, time_format=time_format)
    if len(text) > LONGEST_TEXT:
        return None
    words = cut(text, LONGEST_TEXT)
    for vocabulary in vocabularies(language):
        found = _Reader(text, words, vocabulary, context, whole=True).at(0)
        if found and found[0] == len(words) and not words[-1].trail.strip(".!"):
            return found[1]
    return None


def phrases(
    text: str,
    *,
    language: str,
    now: datetime,
    week_start: int = 0,
    date_order: DateOrder = "DMY",
    time_format: TimeFormat = "24",
) -> list[Phrase]:
    """Every repeat in a line, longest first, not overlapping, none in quotes; see the package. Never raises."""
    words = cut(text, MAX_LENGTH)
    known = vocabularies(language)
    if not any(may_open(word.fold, vocabulary) for word in words for vocabulary in known):
        return []
    context = Context(now, language=language, week_start=week_start, date_order=date_order, time_format=time_format)
    for quote in quotes(text, MAX_LENGTH):
        for word in words:
            if quote.start < word.end and word.start < quote.end:
                word.protect()
    readers = [_Reader(text, words, vocabulary, context) for vocabulary in known]
    found: list[Phrase] = []
    index = 0
    while index < len(words):
        ends = [result for reader in readers if words[index].fold and (result := reader.at(index))]
        if ends:
            end, phrase = max(ends, key=lambda result: result[0])
            found.append(phrase)
            index = end
        else:
            index += 1
    return sorted(found, key=lambda phrase: (phrase.start - phrase.end, phrase.start))


class _Reader:
    """Reads repeats in the words of one language."""

    def __init__(
        self, text: str, words: list[Word], vocabulary: Vocabulary, context: Context, *, whole: bool = False
    ) -> None:
        self.line = WordLine(text, words, vocabulary, context)
        self.openings = Openings(self.line, whole=whole)
        self.endings = Endings(self.line)

    def at(self, index: int) -> tuple[int, Phrase] | None:
        """The longest repeat that starts at the word, with the word after it."""
        line = self.line
        if not may_open(line.word(index), line.vocabulary):
            return None
        best: tuple[int, Phrase] | None = None
        for core in self.openings.at(index):
            tail = self.endings.after(core)
            if core.needs_edge and not tail.says_something and not line.edge(tail.end):
                continue
            if (best is None or tail.end > best[0]) and (phrase := self._phrase(index, core, tail)):
                best = tail.end, phrase
        return best

    def _phrase(self, index: int, core: Core, tail: Tail) -> Phrase | None:
        context = self.line.context
        rule = tail.rule
        anchor = Anchor.COMPLETION if core.exclaimed else tail.anchor
        try:
            repeat = checked(Repeat(str(rule), anchor, tail.times))
            phrase = Phrase(self.line.words[index].start, self.line.stop(tail.end), repeat, tail.first_day)
            begins = phrase.first(context.now)
            if tail.length and (until := _last_day(begins.day, tail.length)):
                phrase = replace(phrase, repeat=checked(replace(repeat, rule=str(replace(rule, until=until)))))
        except Invalid:
            return None
        return phrase


def _last_day(first_day: date, length: Pace) -> date | None:
    """The last day of so many units that begin with the first; None beyond the accepted years."""
    unit, many = length
    if unit in ("month", "year"):
        beyond = days.add_months(first_day, many * (12 if unit == "year" else 1))
    else:
        beyond = days.add_days(first_day, many * (7 if unit == "week" else 1))
    return beyond and beyond - timedelta(days=1)
