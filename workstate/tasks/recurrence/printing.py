"""A repeat in the words of a language, such that reading gives the same repeat back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final

from workstate.tasks.quickadd.draft import DateOrder, TimeFormat
from workstate.tasks.recurrence.languages.idiom import PerWeekday, Wording
from workstate.tasks.recurrence.plan import UNITS, Item, items_of_rule
from workstate.tasks.recurrence.repeat import Anchor, Repeat
from workstate.tasks.recurrence.rule import WORKDAYS, Frequency, Rule, rule_of
from workstate.tasks.recurrence.vocabulary import IDIOMS, base_of

MOST_ITEMS: Final = 8
"""Days that are listed in words; more are said by the rule itself."""


def in_words(repeat: Repeat, *, language: str, time_format: TimeFormat = "24", date_order: DateOrder = "DMY") -> str:
    """The repeat as a person writes it: "every 2 weeks on Mon and Fri". What no words say is written as its rule."""
    wording = IDIOMS[base_of(language)].wording
    rule = rule_of(repeat.rule)
    parts = [_days(rule, wording, date_order)]
    if repeat.anchor is Anchor.COMPLETION:
        parts.append(wording.after_completion)
    elif repeat.anchor is Anchor.DUE:
        parts.append(wording.after_due)
    if repeat.times:
        at = wording.at_one if wording.at_one and repeat.times[0].hour == 1 else wording.at
        parts.append(
            at.format(what=_joined([_clock(moment, wording, time_format) for moment in repeat.times], wording))
        )
    if rule.until:
        parts.append(_until(rule.until, wording, date_order))
    elif rule.count:
        count = wording.count_one if rule.count == 1 and wording.count_one else wording.count
        parts.append(count.format(n=rule.count))
    return " ".join(parts).replace(" ,", ",")


def _days(rule: Rule, wording: Wording, date_order: DateOrder) -> str:
    bare = replace(rule, count=None, until=None, week_start=0)
    every = rule.interval == 1
    if not (rule.months or rule.month_days or rule.weekdays or rule.positions):
        return _pace(rule, wording)
    if rule.frequency is Frequency.WEEKLY and not (rule.months or rule.positions):
        if every and rule.weekdays == WORKDAYS:
            return wording.workdays
        if every and len(rule.weekdays) == 6:
            missing = next(weekday for weekday in range(7) if (0, weekday) not in rule.weekdays)
            return wording.all_days_but.format(what=wording.weekdays[missing])
        names = wording.weekdays if len(rule.weekdays) == 1 else wording.listed_weekdays
        if every:
            return wording.every.format(what=_joined(_named(rule, wording.every_weekdays or names), wording))
        listed = _joined(_named(rule, names), wording, wording.each)
        return f"{_pace(rule, wording)} {wording.on.format(what=listed)}"
    items = items_of_rule(bare)
    if not items or len(items) > MOST_ITEMS:
        return str(bare)
    words = [_item(item, wording, date_order) for item in items]
    if len({replace(item, number=0) for item in items}) == 1 and items[0].kind != "day":
        # "1st and 3rd Monday"
        words[:-1] = [_nth(item.number, wording) for item in items[:-1]]
    return _of_items(rule, items, _joined(words, wording, wording.each), wording)


def _of_items(rule: Rule, items: Sequence[Item], listed: str, wording: Wording) -> str:
    """Days of the month or of named months, each time or after an interval."""
    if rule.interval != 1:
        dated = rule.months and all(item.kind == "day" and item.number > 0 for item in items)
        return f"{_pace(rule, wording)} {(wording.on_date if dated else wording.on_item).format(what=listed)}"
    if rule.months:
        return wording.every_date.format(what=listed)
    by_number = items[-1].kind == "day" and wording.every_day_item
    return (by_number or wording.every_item).format(what=listed)


def _pace(rule: Rule, wording: Wording) -> str:
    one, many = wording.paces[UNITS[rule.frequency]]
    return one if rule.interval == 1 else many.format(n=rule.interval)


def _named(rule: Rule, names: PerWeekday) -> list[str]:
    return [names[weekday] for _, weekday in rule.weekdays]


def _item(item: Item, wording: Wording, date_order: DateOrder) -> str:
    if item.kind == "day" and item.number > 0:
        return _date(item.number, item.month, wording, date_order) if item.month else _numbered(item.number, wording)
    nth = _nth(item.number, wording)
    if item.kind == "day":
        word = wording.last_day
    elif item.kind == "weekday":
        word = wording.nth_weekday.format(nth=nth, day=wording.weekdays[item.weekday])
    else:
        word = wording.nth_workday.format(nth=nth)
    return f"{word} {wording.of_months[item.month - 1]}" if item.month else word


def _numbered(number: int, wording: Wording) -> str:
    if number == 1 and wording.first_day:
        return wording.first_day
    return wording.numbered_day.format(n=number, nth=_nth(number, wording))


def _nth(number: int, wording: Wording) -> str:
    return wording.nth.get(number, wording.nth[0]).format(n=number)


def _date(number: int, month: int, wording: Wording, date_order: DateOrder) -> str:
    pattern = wording.date.get(date_order, wording.date["DMY"])
    day = wording.first_day if number == 1 and wording.first_day else str(number)
    return pattern.format(day=day, n=number, month=wording.months[month - 1])


def _until(day: date, wording: Wording, date_order: DateOrder) -> str:
    pattern = wording.until.get(date_order, wording.until["DMY"])
    return pattern.format(date=_date(day.day, day.month, wording, date_order), year=day.year, iso=day.isoformat())


def _clock(moment: time, wording: Wording, time_format: TimeFormat) -> str:
    if time_format == "12":
        return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02} {wording.halves[moment.hour >= 12]}"
    return f"{moment.hour}:{moment.minute:02}"


def _joined(words: Iterable[str], wording: Wording, each: str = "") -> str:
    *most, last = [each + word for word in words]
    comma, conjunction = wording.join
    return conjunction.join([comma.join(most), last]) if most else last
