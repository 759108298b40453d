"""What may follow the pace of a repeat, in any order: days, times, an end, what it is counted from, its start."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.clocks import time_of_part
from workstate.tasks.quickadd.languages.language import PartOfDay
from workstate.tasks.recurrence.items import Items
from workstate.tasks.recurrence.languages.idiom import Pace
from workstate.tasks.recurrence.opening import Core
from workstate.tasks.recurrence.plan import rule_for_items
from workstate.tasks.recurrence.repeat import Anchor
from workstate.tasks.recurrence.rule import LARGEST_COUNT, LARGEST_INTERVAL, Frequency, Rule
from workstate.tasks.recurrence.wordline import WordLine

_BARE_HOUR = re.compile(r"[0-9]{1,2}", re.ASCII)
_COUNTED = re.compile(r"([0-9]{1,5})-?([^\W\d_]{1,5})")


@dataclass(frozen=True, slots=True)
class Tail:
    """Everything that the phrase says, and the word after it."""

    end: int
    rule: Rule
    times: tuple[time, ...] = ()
    anchor: Anchor = Anchor.NOT_BEFORE
    first_day: date | None = None
    length: Pace | None = None
    """Of the whole series, from its first day."""
    part: PartOfDay | None = None
    says_something: bool = False


class Endings:
    """Reads what follows the pace in the words of one line."""

    def __init__(self, line: WordLine) -> None:
        self.line = line
        self.items = Items(line)

    def after(self, core: Core) -> Tail:
        """The pace with whatever belongs to it behind it."""
        anchor = Anchor.COMPLETION if core.completion else Anchor.NOT_BEFORE
        tail = Tail(core.end, core.rule, anchor=anchor, part=core.part)
        if core.open_unit:
            tail = self._days(tail) or tail
        tail = self._except(tail) or tail
        while self.line.goes_on(tail.end, comma=True):
            more = (
                self._anchor(tail)
                or self._until(tail)
                or self._count(tail)
                or self._starting(tail)
                or self._length(tail)
                or self._times(tail)
            )
            if not more:
                break
            tail = replace(more, says_something=True)
        if tail.part and not tail.times:
            tail = replace(tail, times=(time_of_part(tail.part),))
        if tail.rule.frequency is Frequency.WEEKLY and self.line.context.week_start:
            tail = replace(tail, rule=replace(tail.rule, week_start=self.line.context.week_start))
        return tail

    def _days(self, tail: Tail) -> Tail | None:
        """every 2 weeks "on Monday", every month "on the 15th", every year "on 5 January"."""
        line = self.line
        if not line.goes_on(tail.end):
            return None
        rule = tail.rule
        on = line.vocabulary.on.at(line.words, tail.end)
        place = on[0] if on and line.goes_on(on[0]) else tail.end
        if rule.frequency is Frequency.WEEKLY:
            table = line.vocabulary.each_weekday
            found = self.items.weekdays(tail.end, table) or self.items.weekdays(place)
            if found:
                return replace(tail, end=found[0], rule=replace(rule, weekdays=found[1]), says_something=True)
            if place > tail.end and (weekend := line.vocabulary.weekends.at(line.words, place)):
                return replace(tail, end=weekend[0], rule=replace(rule, weekdays=((0, 5),)), says_something=True)
        elif rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY) and place > tail.end:
            if listed := self.items.listed(place):
                end, items, bare = listed
                found_rule = rule_for_items(items, rule.interval)
                if found_rule and found_rule.frequency is rule.frequency and (not bare or self._closed(end)):
                    return replace(tail, end=end, rule=found_rule, says_something=True)
        return None

    def _except(self, tail: Tail) -> Tail | None:
        """every day "except Sunday"."""
        line, rule = self.line, tail.rule
        if not line.goes_on(tail.end, comma=True) or rule.interval != 1:
            return None
        without = line.vocabulary.excepting.at(line.words, tail.end)
        if not without or not line.goes_on(without[0]):
            return None
        found = self.items.weekdays(line.skip(line.vocabulary.on, without[0])) or self.items.weekdays(
            without[0], line.vocabulary.each_weekday
        )
        all_days = tuple((0, weekday) for weekday in range(7)) if rule == Rule(Frequency.DAILY) else rule.weekdays
        left = tuple(day for day in all_days if found and day not in found[1])
        if not found or not left or (rule.frequency is not Frequency.WEEKLY and len(all_days) != 7):
            return None
        return replace(tail, end=found[0], rule=Rule(Frequency.WEEKLY, weekdays=left), says_something=True)

    def _closed(self, end: int) -> bool:
        """Whether a bare number stands well: "chaque mois le 15"."""
        line = self.line
        return line.vocabulary.idiom.bare_days or line.edge(end)

    def _anchor(self, tail: Tail) -> Tail | None:
        words = self.line.vocabulary
        if found := words.after_completion.at(self.line.words, tail.end):
            return replace(tail, end=found[0], anchor=Anchor.COMPLETION)
        if found := words.after_due.at(self.line.words, tail.end):
            return replace(tail, end=found[0], anchor=Anchor.DUE)
        return None

    def _until(self, tail: Tail) -> Tail | None:
        found = self._date_after(tail.end, starting=False)
        if not found or self._ends(tail) or found[1] < self.line.context.now.date():
            return None
        return replace(tail, end=found[0], rule=replace(tail.rule, until=found[1]))

    def _starting(self, tail: Tail) -> Tail | None:
        found = self._date_after(tail.end, starting=True)
        if not found or tail.first_day:
            return None
        return replace(tail, end=found[0], first_day=found[1])

    def _date_after(self, index: int, *, starting: bool) -> tuple[int, date] | None:
        line, words = self.line, self.line.vocabulary
        opened = (words.starting if starting else words.until).at(line.words, index)
        if not opened or not line.goes_on(opened[0]):
            return None
        day = line.days.at(opened[0])
        if not day or day.time or days.within(day.date) is None:
            return None
        return day.end, day.date

    def _count(self, tail: Tail) -> Tail | None:
        """ "5 times", "for 10 times", "10x"."""
        line, words = self.line, self.line.vocabulary
        if self._ends(tail):
            return None
        place = line.skip(words.before_length, tail.end)
        if match := _COUNTED.fullmatch(line.word(place)):
            end, number = place, int(match[1])
            if match[2] not in words.counts:
                return None
            behind = end + 1
        else:
            counted = line.count(place)
            if not counted or not line.goes_on(counted[0]):
                return None
            end, number = counted
            found = words.counts.at(line.words, end)
            if not found:
                return None
            behind = found[0]
        a_rate = line.goes_on(behind) and words.per.at(line.words, behind) is not None  # "3 times a day"
        if not 0 < number <= LARGEST_COUNT or a_rate:
            return None
        return replace(tail, end=behind, rule=replace(tail.rule, count=number))

    def _length(self, tail: Tail) -> Tail | None:
        """ "for 2 weeks"."""
        line, words = self.line, self.line.vocabulary
        before = words.before_length.at(line.words, tail.end)
        if self._ends(tail) or not before or not line.goes_on(before[0]):
            return None
        counted = line.count(before[0])
        if not counted or not line.goes_on(counted[0]):
            return None
        unit = words.units.at(line.words, counted[0])
        if not unit or unit[1][0] in ("minute", "hour") or not 0 < counted[1] <= LARGEST_INTERVAL:
            return None
        name, many = unit[1]
        return replace(tail, end=unit[0], length=(name, many * counted[1]))

    def _times(self, tail: Tail) -> Tail | None:
        """ "at 9 and 15:30", "Friday morning"."""
        line = self.line
        if tail.times or tail.rule.frequency.by_clock:
            return None
        afternoon = line.lexicon.language.afternoon
        clock = line.clocks.at(tail.end, after_day=True)
        if not clock:
            part = line.lexicon.parts.at(line.words, tail.end)
            if not part or tail.part or line.words[tail.end - 1].trail == ",":
                return None
            return replace(tail, end=part[0], part=part[1])
        end, found = clock
        times = [found.at(tail.part, afternoon=afternoon)]
        while (place := self.items.next(end)) is not None:
            more = line.clocks.at(place, after_day=True)
            if more:
                end = more[0]
                times.append(more[1].at(tail.part, afternoon=afternoon))
            elif (bare := self._bare_hour(place)) is not None:
                end = place + 1
                times.append(bare)
            else:
                break
        return replace(tail, end=end, times=tuple(times))

    def _bare_hour(self, index: int) -> time | None:
        """The second number of "at 9 and 15"."""
        line = self.line
        if not _BARE_HOUR.fullmatch(line.word(index)) or int(line.word(index)) > 23:
            return None
        alone = line.edge(index + 1) or line.words[index].trail or self.items.next(index + 1) is not None
        return time(int(line.word(index))) if alone else None

    def _ends(self, tail: Tail) -> bool:
        """Whether an end was named already."""
        return tail.rule.until is not None or tail.rule.count is not None or tail.length is not None
