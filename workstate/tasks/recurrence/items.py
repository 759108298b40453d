"""Lists of days: "Mon, Wed and Fri", "1st and 15th", "3rd Thursday of November", "5 January"."""

from __future__ import annotations

import re
from dataclasses import replace

from workstate.tasks.quickadd.languages.lexicon import Phrases
from workstate.tasks.recurrence.plan import MOST, Item
from workstate.tasks.recurrence.wordline import WordLine

_GLUE = re.compile(r"[/+]")
_SPAN = re.compile(r"[-–—]")

Weekdays = tuple[tuple[int, int], ...]


class Items:
    """Finds days in the words of one line."""

    def __init__(self, line: WordLine) -> None:
        self.line = line

    def next(self, end: int) -> int | None:
        """Where the next part of a list may begin: after a comma, an "and", or both."""
        line = self.line
        if end >= len(line.words):
            return None
        comma = line.words[end - 1].trail in (",", ".,")
        if not line.goes_on(end, comma=True):
            return None
        joined = line.vocabulary.conjunction.at(line.words, end)
        if joined and line.goes_on(joined[0]):
            return joined[0]
        return end if comma else None

    # -- weekdays ---------------------------------------------------------------------------------------------------

    def weekdays(self, index: int, table: Phrases[int] | None = None) -> tuple[int, Weekdays] | None:
        """A list of weekdays and where it ends; spans ("Mon-Fri") are filled."""
        found = self._weekday(index, table)
        if not found:
            return None
        end, days = found
        listed = set(days)
        while more := self._next_weekday(end, table):
            end = more[0]
            listed.update(more[1])
        return end, tuple((0, day) for day in sorted(listed))

    def _next_weekday(self, end: int, table: Phrases[int] | None) -> tuple[int, list[int]] | None:
        """A further one: behind a comma or an "and", with an article or without; "mon wed fri" is a list as well."""
        place = self.next(end)
        if place is None:
            return self._weekday(end, table) if self.line.goes_on(end) else None
        return self._weekday(place, table) or self._weekday(self.line.skip(self.line.vocabulary.on, place), table)

    def _weekday(self, index: int, table: Phrases[int] | None) -> tuple[int, list[int]] | None:
        line = self.line
        tables = [table] if table else [line.lexicon.weekdays, line.vocabulary.plural_weekdays]
        for weekdays in tables:
            if found := weekdays.at(line.words, index):
                end, day = found
                if line.goes_on(end) and line.word(end) in line.lexicon.ranges:
                    last = weekdays.at(line.words, end + 1)
                    if last and not line.vocabulary.conjunction.at(line.words, end) and line.goes_on(end + 1):
                        return last[0], _span(day, last[1])
                return end, [day]
        return self._glued(index) if not table else None

    def _glued(self, index: int) -> tuple[int, list[int]] | None:
        """ "mon/wed/fri", "Mo-Fr"."""
        fold = self.line.word(index)
        known = self.line.lexicon.weekdays
        if _SPAN.search(fold):
            ends = [known.word(part) for part in _SPAN.split(fold)]
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                return index + 1, _span(ends[0], ends[1])
        if _GLUE.search(fold):
            days = [known.word(part) for part in _GLUE.split(fold)]
            if all(day is not None for day in days):
                return index + 1, [day for day in days if day is not None]
        return None

    # -- days of the month ------------------------------------------------------------------------------------------

    def listed(self, index: int, *, last_closed: bool = True) -> tuple[int, list[Item], bool] | None:
        """A list of days of the month, where it ends, and whether one is a bare number that needs a month beside it.

        `last_closed`: "last day" takes its "of the month" along.
        """
        found = self._item(index, last_closed=last_closed)
        if not found:
            return None
        end, items, bare = found
        while (place := self.next(end)) is not None:
            more = self._item(place, last_closed=last_closed) or self._item(
                self.line.skip(self.line.vocabulary.on, place), last_closed=last_closed
            )
            if not more:
                break
            end, bare = more[0], bare or more[2]
            items = [*items, *more[1]]
        if items[-1].month:
            # "the 1st and 15th of March": the month at the end is said of all.
            items = [item if item.month else replace(item, month=items[-1].month) for item in items]
        named = _named(items)
        return (end, named, bare and not items[-1].month) if all(item.kind != "nth" for item in named) else None

    def _item(self, index: int, *, last_closed: bool) -> tuple[int, list[Item], bool] | None:
        line, words = self.line, self.line.vocabulary
        if not line.word(index):
            return None
        if month := line.lexicon.months.at(line.words, index):
            after = line.numeral(month[0]) if line.goes_on(month[0]) else None
            if not after or not line.lexicon.language.month_first:
                return None
            return month[0] + 1, [Item("day", after[0], month=month[1] + 1)], False
        if prefix := words.day_of_month.at(line.words, index):
            number = line.numeral(prefix[0]) if line.goes_on(prefix[0]) else None
            return self._with_month(prefix[0] + 1, Item("day", number[0]), bare=True) if number else None
        nth = line.ordinal(index)
        if nth and line.goes_on(nth[0]) and (found := self._counted(nth, last_closed=last_closed)):
            return found
        if nth and nth[1] != -1 and line.numeral(index):
            return self._with_month(nth[0], Item("day", nth[1]), bare=False)
        if nth and self.next(nth[0]) is not None:
            return nth[0], [Item("nth", nth[1])], False
        if nth and nth[1] == 1:
            return nth[0], [Item("day", 1)], True  # "the first of each month", "jeden Ersten"
        counts_something = words.counts.at(line.words, index + 1) or words.units.at(line.words, index + 1)
        if (number := line.numeral(index)) and not counts_something:
            return self._with_month(index + 1, Item("day", number[0]), bare=True)
        return None

    def _counted(self, nth: tuple[int, int], *, last_closed: bool) -> tuple[int, list[Item], bool] | None:
        """What is counted: weekdays, workdays or days."""
        line, words = self.line, self.line.vocabulary
        end, number = nth
        if workday := words.workdays.at(line.words, end):
            return (
                self._with_month(workday[0], Item("workday", number), bare=False) if number <= MOST["workday"] else None
            )
        if weekday := line.lexicon.weekdays.at(line.words, end):
            item = Item("weekday", number, weekday[1])
            return self._with_month(weekday[0], item, bare=False) if number <= MOST["weekday"] else None
        if day := words.day.at(line.words, end):
            after = day[0]
            if line.goes_on(after) and (of_month := words.of_month.at(line.words, after)):
                return (of_month[0] if last_closed else after), [Item("day", number)], False
            found = self._with_month(after, Item("day", number), bare=False)
            return found if number == -1 or found[1][0].month else None
        return None

    def _with_month(self, end: int, item: Item, *, bare: bool) -> tuple[int, list[Item], bool]:
        """The day with the month that may be named behind it."""
        line = self.line
        if line.goes_on(end):
            linked = line.vocabulary.of_named_month.at(line.words, end)
            place = linked[0] if linked else end
            month = line.vocabulary.named_months.at(line.words, end) or line.lexicon.months.at(line.words, place)
            if month:
                return month[0], [replace(item, month=month[1] + 1)], False
        return end, [item], bare


def _span(first: int, last: int) -> list[int]:
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _named(items: list[Item]) -> list[Item]:
    """ "1st and 3rd Monday": a number without a weekday is counted like what follows."""
    named: list[Item] = []
    for place, item in enumerate(items):
        rest = items[place + 1 :]
        ahead = next((other for other in rest if other.kind in ("weekday", "workday")), None)
        if item.kind == "nth" and not ahead:
            ahead = next((other for other in rest if other.kind == "day"), None)
        if ahead and (item.kind == "nth" or (item.kind == "day" and item.number != -1)):
            item = replace(ahead, number=item.number, month=item.month or ahead.month)
        named.append(item)
    return named
