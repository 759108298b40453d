"""What opens a repeat and says its pace: every 2 weeks, every Friday, the 3rd Thursday of each month, daily."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workstate.core.errors import Invalid
from workstate.tasks.quickadd.languages.language import PartOfDay
from workstate.tasks.quickadd.languages.lexicon import Phrases
from workstate.tasks.recurrence.items import Items
from workstate.tasks.recurrence.languages.idiom import Pace
from workstate.tasks.recurrence.plan import FREQUENCIES, rule_for_items
from workstate.tasks.recurrence.rule import LARGEST_INTERVAL, WORKDAYS, Frequency, Rule, rule_of
from workstate.tasks.recurrence.wordline import WordLine

SATURDAY = 5
_TIMES = re.compile(r"[0-9]{1,3}(?:x|×|-?mal)")


@dataclass(frozen=True, slots=True)
class Core:
    """A pace, and the word after it. `needs_edge`: only where the sentence does not go on."""

    end: int
    rule: Rule
    part: PartOfDay | None = None
    """Every "morning"; a time that follows is more exact."""
    exclaimed: bool = False
    needs_edge: bool = False
    completion: bool = False
    """ "3 days after completion": said already."""
    open_unit: bool = False
    """Days may follow: every 2 weeks "on Monday"."""


class Openings:
    """Finds what opens a repeat in the words of one line."""

    def __init__(self, line: WordLine, *, whole: bool) -> None:
        self.line = line
        self.whole = whole
        self.items = Items(line)

    def at(self, index: int) -> Iterator[Core]:
        """What could open a repeat at the word, the likeliest first."""
        line, words = self.line, self.line.vocabulary
        if self._denied(index):
            return
        if every := words.every.at(line.words, index):
            exclaimed = line.words[every[0] - 1].trail == "!"
            if exclaimed or line.goes_on(every[0]):
                for core in self._every(every[0]):
                    yield replace(core, exclaimed=exclaimed)
        yield from self._one_in_two(index)
        yield from self._plurals(index)
        yield from self._adverbs(index)
        yield from self._each_month(index)
        if edge := words.month_edges.at(line.words, index):
            yield Core(edge[0], Rule(Frequency.MONTHLY, month_days=(edge[1],)))
        yield from self._counted(index)
        yield from self._rule(index)

    def _denied(self, index: int) -> bool:
        """Whether the word before takes the meaning away: "not" every day, "3x" daily."""
        line = self.line
        if not index or line.words[index - 1].trail:
            return False
        return line.vocabulary.negation.ends_at(line.words, index) or bool(_TIMES.fullmatch(line.word(index - 1)))

    # -- behind "every" ---------------------------------------------------------------------------------------------

    def _every(self, index: int) -> Iterator[Core]:
        line, words = self.line, self.line.vocabulary
        alternate = words.alternate.at(line.words, index)
        if alternate and line.goes_on(alternate[0]):
            yield from self._paced(alternate[0], 2)
            return
        if (number := line.count(index)) and line.goes_on(number[0]) and 0 < number[1] <= LARGEST_INTERVAL:
            yield from self._paced(number[0], number[1], words.plural_weekdays)
        if (glued := line.glued_count(index)) and (rule := _rule_for(glued[1], glued[0])):
            yield Core(index + 1, rule, open_unit=True)
        if (nth := line.ordinal(index)) and line.goes_on(nth[0]):
            yield from self._nth(index, nth)
        yield from self._paced(index, 1)
        if found := self.items.listed(index):
            end, items, bare = found
            rule = rule_for_items(items, 1)
            of_month = words.of_month.at(line.words, end) if line.goes_on(end) else None
            after = of_month[0] if of_month else end
            if rule and not self._names_another_month(after):
                yield Core(after, rule, needs_edge=bare and not of_month)
        if (month := line.lexicon.months.at(line.words, index)) and (
            line.edge(month[0]) or line.clocks.at(month[0], after_day=True)
        ):
            yield Core(month[0], Rule(Frequency.YEARLY, months=(month[1] + 1,), month_days=(1,)))

    def _paced(self, index: int, interval: int, names: Phrases[int] | None = None) -> Iterator[Core]:
        """A unit, weekdays, workdays or a part of the day, every so many; `names` are weekdays that can be counted."""
        line, words = self.line, self.line.vocabulary
        if workdays := words.workdays.at(line.words, index):
            if interval == 1:  # no rule counts workdays: every third of them is not those of every third week
                yield Core(workdays[0], Rule(Frequency.WEEKLY, weekdays=WORKDAYS))
            return
        if unit := words.units.at(line.words, index):
            if rule := _rule_for(unit[1], interval):
                bare_clock = rule.frequency.by_clock and interval == 1
                yield Core(unit[0], rule, open_unit=True, needs_edge=bare_clock)
            return
        if weekend := words.weekends.at(line.words, index):
            yield Core(weekend[0], Rule(Frequency.WEEKLY, interval, weekdays=((0, SATURDAY),)))
            return
        if glued := line.lexicon.glued.get(line.word(index)):
            yield Core(index + 1, Rule(Frequency.WEEKLY, interval, weekdays=((0, glued[0]),)), glued[1])
            return
        if weekdays := self.items.weekdays(index, names):
            yield Core(weekdays[0], Rule(Frequency.WEEKLY, interval, weekdays=weekdays[1]))
            return
        if part := words.parts.at(line.words, index):
            yield Core(part[0], Rule(Frequency.DAILY, interval), part[1])

    def _nth(self, index: int, nth: tuple[int, int]) -> Iterator[Core]:
        """ "every 3rd day" is an interval; every "zweiten" Freitag is one in German unless a month is spoken of."""
        line, words = self.line, self.line.vocabulary
        end, number = nth
        if words.workdays.at(line.words, end):
            return
        unit = words.units.at(line.words, end) or words.weekends.at(line.words, end)
        if unit and number > 1 and not (line.goes_on(unit[0]) and words.of_month.at(line.words, unit[0])):
            yield from self._paced(end, number)
        elif words.alternating_ordinals.at(line.words, index) and (weekdays := self.items.weekdays(end)):
            after = weekdays[0]
            if not (line.goes_on(after) and words.of_month.at(line.words, after)):
                yield from self._paced(end, number)

    def _names_another_month(self, end: int) -> bool:
        """ "le 3e jeudi du mois prochain" comes once."""
        line = self.line
        return line.goes_on(end) and (
            line.vocabulary.not_of_month.at(line.words, end) is not None
            or line.lexicon.months.at(line.words, end) is not None
        )

    # -- without "every" --------------------------------------------------------------------------------------------

    def _one_in_two(self, index: int) -> Iterator[Core]:
        """French "un lundi sur deux"."""
        line, words = self.line, self.line.vocabulary
        one = words.one.at(line.words, index)
        if not one or not line.goes_on(one[0]):
            return
        for core in self._paced(one[0], 2):
            behind = words.alternate_behind.at(line.words, core.end) if line.goes_on(core.end) else None
            if behind:
                yield replace(core, end=behind[0])

    def _plurals(self, index: int) -> Iterator[Core]:
        """ "on Mondays", "les lundis"; German "montags"."""
        line, words = self.line, self.line.vocabulary
        before = words.before_plurals.at(line.words, index)
        if before and line.goes_on(before[0]) and (found := self.items.weekdays(before[0], words.plural_weekdays)):
            yield Core(found[0], Rule(Frequency.WEEKLY, weekdays=found[1]))
        if found := self.items.weekdays(index, words.each_weekday):
            yield Core(found[0], Rule(Frequency.WEEKLY, weekdays=found[1]))

    def _adverbs(self, index: int) -> Iterator[Core]:
        """ "daily", "weekdays"; "the daily report" is none."""
        line, words = self.line, self.line.vocabulary
        workdays = Rule(Frequency.WEEKLY, weekdays=WORKDAYS)
        if free := words.free_adverbs.at(line.words, index):
            if rule := _rule_for(free[1], 1):
                yield Core(free[0], rule, open_unit=True)
        elif free_workdays := words.free_workday_adverbs.at(line.words, index):
            yield Core(free_workdays[0], workdays)
        elif index and not line.words[index - 1].trail and self._modified(index):
            return
        elif adverb := words.adverbs.at(line.words, index):
            if rule := _rule_for(adverb[1], 1):
                yield Core(adverb[0], rule, open_unit=True, needs_edge=True)
        elif adverb_workdays := words.workday_adverbs.at(line.words, index):
            yield Core(adverb_workdays[0], workdays, needs_edge=True)

    def _modified(self, index: int) -> bool:
        """Whether the word before makes a noun of the word: "the" daily, "2" workdays."""
        line = self.line
        return line.vocabulary.before_noun.ends_at(line.words, index) or line.word(index - 1).isdigit()

    def _each_month(self, index: int) -> Iterator[Core]:
        """ "on the 15th of each month", "le 3e jeudi du mois"."""
        line, words = self.line, self.line.vocabulary
        found = self.items.listed(line.skip(words.before_item, index), last_closed=False)
        if not found or not line.goes_on(found[0]):
            return
        end, items, _bare = found
        rule = rule_for_items(items, 1)
        each = words.of_each_month.at(line.words, end)
        if not each and all(item.kind != "day" for item in items):
            each = words.of_month_alone.at(line.words, end)
        if each and rule and not any(item.month for item in items) and not self._names_another_month(each[0]):
            yield Core(each[0], rule)

    def _counted(self, index: int) -> Iterator[Core]:
        """ "3 days after completion"; "after 3 days" only where it is the whole text."""
        line, words = self.line, self.line.vocabulary
        after = words.after.at(line.words, index) if self.whole else None
        place = after[0] if after and line.goes_on(after[0]) else index
        number = line.count(place)
        if not number or not line.goes_on(number[0]) or not 0 < number[1] <= LARGEST_INTERVAL:
            return
        unit = words.units.at(line.words, number[0])
        rule = _rule_for(unit[1], number[1]) if unit else None
        if not unit or not rule:
            return
        if place > index:
            yield Core(unit[0], rule, completion=True)
        elif line.goes_on(unit[0]) and (done := words.after_completion.at(line.words, unit[0])):
            yield Core(done[0], rule, completion=True, needs_edge=True)

    def _rule(self, index: int) -> Iterator[Core]:
        """The rule itself, for those that no words say."""
        line = self.line
        if line.word(index).startswith("freq="):
            try:
                rule = rule_of(line.word(index))
            except Invalid:
                return
            yield Core(index + 1, rule)


def _rule_for(pace: Pace, interval: int) -> Rule | None:
    unit, many = pace
    if not 0 < many * interval <= LARGEST_INTERVAL:
        return None
    return Rule(FREQUENCIES[unit], many * interval)
