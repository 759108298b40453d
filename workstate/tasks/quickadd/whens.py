"""Dates in a line: a day, a time, or both side by side; what is blocked, and which of several counts."""

from __future__ import annotations

from dataclasses import dataclass

from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.clocks import Clock, Clocks, time_of_part
from workstate.tasks.quickadd.dates import Days
from workstate.tasks.quickadd.draft import Context, Kind, Token, When, token_key
from workstate.tasks.quickadd.languages.language import PartOfDay
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.numbered import Day, Strength
from workstate.tasks.quickadd.words import Word


@dataclass(frozen=True, slots=True)
class Part:
    """A day or a time with the words it stands on (the end excluded)."""

    start: int
    end: int
    day: Day | None = None
    clock: Clock | None = None
    part: PartOfDay | None = None


class Whens:
    """Finds the dates and times in the words of one line."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon, context: Context) -> None:
        self.text = text
        self.words = words
        self.lexicon = lexicon
        self.context = context
        self.clocks = Clocks(text, words, lexicon, context)
        self.days = Days(words, lexicon, context, self.clocks)

    def tokens(self) -> list[Token]:
        """Every date that could be meant, in order and not overlapping; ignored ones are left out."""
        self._protect_phrases()
        found: list[Token] = []
        index = 0
        while index < len(self.words):
            if deadline := self._deadline(index):
                index, announced = deadline
                if announced.key not in self.context.ignored:
                    found.append(announced)
                continue
            parts = self._at(index) if self.words[index].fold else []
            if not parts:
                index += 1
                continue
            end = parts[-1].end
            if past_range := self._range_end(end, parts):
                index = past_range
            elif self._blocked(index) or self._ends_span(index):
                index = end
            else:
                token = self._token(parts)
                if token:
                    found.append(token)
                index = end
        return found

    def _protect_phrases(self) -> None:
        """Takes "Black Friday", 9:00 – 10:00 and the like out of the game."""
        words = self.words
        for index in range(len(words)):
            if never := self.lexicon.never.at(words, index):
                for word in words[index : never[0]]:
                    word.protect()
        for index in range(1, len(words) - 1):
            if words[index].fold and words[index].fold in self.lexicon.ranges:
                before = self.clocks.ending_at(index)
                after = self.clocks.at(index + 1, after_day=False) if before is not None else None
                if before is not None and after:
                    for word in words[before : after[0]]:
                        word.protect()

    def _blocked(self, index: int) -> bool:
        """Whether the word before says that this is no date to do something by: "every Friday", "last Friday"."""
        return index > 0 and self.words[index - 1].trail == "" and self.lexicon.blockers.ends_at(self.words, index)

    def _range_end(self, end: int, parts: list[Part]) -> int:
        """Where a span of days such as "Mon – Fri" ends, or 0: nobody can do a thing by both."""
        words = self.words
        if end >= len(words) or words[end - 1].trail or words[end].fold not in self.lexicon.ranges:
            return 0
        if not any(part.day for part in parts) or not (after := self.days.at(end + 1)):
            return 0
        return after.end

    def _ends_span(self, index: int) -> bool:
        """Whether a date is the end of one such as "5 to 9 December", whose beginning is only a number."""
        words = self.words
        joins = index if words[index].fold in self.lexicon.ranges else index - 1
        return (
            joins > 0
            and words[joins].fold in self.lexicon.ranges
            and words[joins - 1].fold.isdigit()
            and words[joins + 1].fold[:1].isdigit()
        )

    def _at(self, index: int) -> list[Part]:
        """A day with its time, a time with its day, or one of them, at this place."""
        if index >= len(self.words):
            return []
        day = self._day(index)
        if day:
            first = Part(index, day.end, day=day)
            rest = [] if day.time else self._times_after(day)
            if (
                rest
                or day.strength is Strength.STRONG
                or (day.strength is Strength.WEAK and self._at_edge(index, day.end))
            ):
                return [first, *rest]
            day = None
        clock = self.clocks.at(index, after_day=False)
        if clock:
            part = Part(index, clock[0], clock=clock[1])
            following = self._day_after(clock[0])
            return [part, following] if following else [part]
        if coming := self.days.coming_part(index):
            return [Part(index, coming[0], part=coming[1])]
        return []

    def introduced(self, index: int) -> list[Part]:
        """What stands behind a sign or a word that announces a date: weak words count there too."""
        if index >= len(self.words) or not self.words[index].fold:
            return []
        if day := self._day(index):
            return [Part(index, day.end, day=day), *([] if day.time else self._times_after(day))]
        if found := self._at(index):
            return found
        if named := self.lexicon.parts.at(self.words, index):
            return [Part(index, named[0], part=named[1])]
        return []

    def _deadline(self, index: int) -> tuple[int, Token] | None:
        """ "deadline Friday", "Frist: 5.12.": the word with a day, and no time of day, right behind it."""
        words = self.words
        if not (word := self.lexicon.deadline.at(words, index)):
            return None
        behind = word[0]
        if words[behind - 1].trail not in ("", ":"):
            return None
        if behind < len(words) and words[behind].start == words[behind].end and words[behind].trail == ":":
            behind += 1  # French puts a space before the colon
        parts = self.introduced(behind) if behind < len(words) and not words[behind].lead else []
        if len(parts) != 1 or not (day := parts[0].day) or day.time or day.part:
            return None
        start, end = words[index].start, self.span(parts)[1]
        return day.end, Token(Kind.DEADLINE, start, end, self.text[start:end], self.when(parts))

    def _day(self, index: int) -> Day | None:
        """A day of the accepted years."""
        day = self.days.at(index)
        return day if day and days.within(day.date) else None

    def _at_edge(self, start: int, end: int) -> bool:
        """Whether a weak word ends the line without an article: "buy sun cream" and "watch the sun" are no dates."""
        return self.clocks.edge(end) and not self.lexicon.before_date.ends_at(self.words, start)

    def _times_after(self, day: Day) -> list[Part]:
        """What follows a day: a part of the day, a time, or a part and then a time."""
        if not self._goes_on(day.end):
            return []
        parts: list[Part] = []
        end = day.end
        if day.part is None and (named := self.lexicon.parts.at(self.words, end)):
            # "Friday night" but not "Monday early adopters": a part of the day that is an adjective needs an edge.
            parts.append(Part(end, named[0], part=named[1]))
            end = named[0]
        if self._goes_on(end) and (clock := self.clocks.at(end, after_day=True)):
            parts.append(Part(end, clock[0], clock=clock[1]))
        return parts

    def _day_after(self, index: int) -> Part | None:
        if not self._goes_on(index):
            return None
        day = self._day(index)
        if not day or day.time:
            return None
        return Part(index, day.end, day=day)

    def _goes_on(self, index: int) -> bool:
        if index >= len(self.words):
            return False
        return self.words[index - 1].trail in ("", ".", ",", ".,") and not self.words[index].lead

    def _token(self, parts: list[Part]) -> Token | None:
        """One token of the parts, without those whose meaning was dropped before the others were typed."""
        ignored = self.context.ignored
        if ignored:
            if self._key(parts) in ignored:
                return None
            parts = [part for part in parts if self._key([part]) not in ignored]
            if not parts:
                return None
        start, end = self.span(parts)
        return Token(Kind.DATE, start, end, self.text[start:end], self.when(parts))

    def span(self, parts: list[Part]) -> tuple[int, int]:
        last = self.words[parts[-1].end - 1]
        day = parts[-1].day
        stop = (day is not None and day.keeps_stop) or last.fold in self.lexicon.abbreviations
        end = last.end + 1 if stop and last.trail.startswith(".") else last.end
        return self.words[parts[0].start].start, end

    def _key(self, parts: list[Part]) -> str:
        start, end = self.span(parts)
        return token_key(Kind.DATE, self.text[start:end])

    def when(self, parts: list[Part]) -> When:
        day = next((part.day for part in parts if part.day), None)
        clock = next((part.clock for part in parts if part.clock), None)
        named = next((part.part for part in parts if part.part), None) or (day.part if day else None)
        afternoon = self.lexicon.language.afternoon
        at = clock.at(named, afternoon=afternoon) if clock else time_of_part(named) if named else None
        on = day.date if day else None
        if day and day.time:
            at = day.time
        return When(on, at)
