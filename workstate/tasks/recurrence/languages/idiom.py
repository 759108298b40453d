"""The shape of a language's data: how it speaks of what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workstate.tasks.quickadd.languages.language import PartOfDay

Unit = Literal["minute", "hour", "day", "week", "month", "year"]
Pace = tuple[Unit, int]
"""A unit and how many of it: a quarter is three months."""

PerWeekday = tuple[str, str, str, str, str, str, str]
PerMonth = tuple[str, str, str, str, str, str, str, str, str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How a repeat is written. Braces hold what is put in; `{n}` is a count, `{what}` a list of days, `{month}` a name."""

    paces: Mapping[Unit, tuple[str, str]]
    """One and many: "every day", "every {n} days"."""
    weekdays: PerWeekday
    listed_weekdays: PerWeekday
    """As they stand beside others."""
    every_weekdays: PerWeekday | None = None
    """As they stand behind `every`, where that is not the same: French "tous les lundis"."""
    months: PerMonth
    join: tuple[str, str] = (", ", " and ")
    every: str
    """Before weekdays: "every {what}"."""
    every_item: str
    """A day of each month: "every {what}"."""
    every_day_item: str = ""
    """The same of days by their number, where more must be said: "every {what} of the month"."""
    on: str
    """Weekdays after an interval: "on {what}"."""
    on_item: str
    """Days of the month after an interval: "on the {what}"."""
    each: str = ""
    """Before each part of a list that no "every" opens: an article."""
    workdays: str
    all_days_but: str
    """Every day but one: {what} is the weekday."""
    nth: Mapping[int, str]
    """How ordinal numbers are written; 0 is the pattern for those not listed, -1 is the last."""
    numbered_day: str = "{nth}"
    """A day of the month; {n} is the number without an ending."""
    first_day: str = ""
    """The first day of the month, where it is not written as the others are: French "1er"."""
    nth_weekday: str = "{nth} {day}"
    nth_workday: str
    last_day: str
    """The last day of the month."""
    of_months: PerMonth
    """Months behind a day that is counted in them: "of November"."""
    every_date: str
    """A date that comes each year."""
    on_date: str
    """A date after an interval."""
    date: Mapping[str, str]
    """A date without a year, by date order; DMY stands for orders that are not listed."""
    at: str
    at_one: str = ""
    """The same before one o'clock."""
    halves: tuple[str, str] = ("am", "pm")
    until: Mapping[str, str]
    """Takes {date}, {year} and {iso}, by date order."""
    count: str
    """How many times; a leading comma closes up."""
    count_one: str = ""
    after_completion: str
    after_due: str


@dataclass(frozen=True, kw_only=True)
class Idiom:
    """Words and phrases that are understood; several for one thing are parted by `|`. Case and accents do not matter.

    What quick add's language holds (weekdays, months, numbers, units, times of day) is not repeated here.
    """

    code: str
    wording: Wording
    every: str
    """Opens a repeat: "every" day."""
    alternate: str = ""
    """Between that and a unit or weekday: every "other" Friday."""
    one: str = ""
    alternate_behind: str = ""
    """The same said behind: French "un" lundi "sur deux"."""
    units: Mapping[str, Pace] = field(default_factory=dict)
    """Units beyond quick add's."""
    plural_weekdays: PerWeekday = ("",) * 7
    before_plurals: str = ""
    """Opens a repeat before a weekday in the plural: "on" Mondays."""
    each_weekday: PerWeekday = ("",) * 7
    """Weekdays that are a repeat by themselves: German "montags"."""
    workdays: str
    """What has five days a week: every "weekday"; also counted, the last "workday"."""
    weekends: str
    parts: Mapping[str, PartOfDay] = field(default_factory=dict)
    """Parts of the day that follow "every", beyond quick add's."""
    ordinals: Mapping[str, int] = field(default_factory=dict)
    alternating_ordinals: str = ""
    """Ordinals that mean every other one unless a month is spoken of: German jeden "zweiten" Freitag."""
    nth: str = ""
    """Endings of ordinal numbers beyond quick add's."""
    day: str
    day_of_month: str = ""
    """Before a bare number: Spanish "día" 15."""
    bare_days: bool = False
    """The 15th is written without an ending; it needs a month beside it."""
    of_month: str
    """May follow the day of a month, after "every": of the month."""
    of_each_month: str
    """Makes a repeat of a day of the month that nothing opens: of each month."""
    of_named_month: str = ""
    """Between a day and the month that it is counted in, beyond quick add's "of"."""
    named_months: PerMonth = ("",) * 12
    """Months that are one word with that: French "d'avril"."""
    of_month_alone: str = ""
    """The same, but only behind weekdays: French le 3e jeudi "du mois"."""
    not_of_month: str = ""
    """What may not follow those: French "prochain"."""
    month_edges: Mapping[str, int] = field(default_factory=dict)
    """Phrases for the first or last day of each month: "the end of every month" is -1."""
    before_item: str = ""
    """Stands before such a day and belongs to the repeat: "on the" 15th of each month."""
    on: str
    """Before days that follow an interval: every 2 weeks "on" Monday."""
    conjunction: str
    adverbs: Mapping[str, Pace] = field(default_factory=dict)
    """Repeats in one word that may also be adjectives: only at the end, or with something of a repeat behind them."""
    free_adverbs: Mapping[str, Pace] = field(default_factory=dict)
    """Repeats in one word that can be nothing else."""
    workday_adverbs: str = ""
    free_workday_adverbs: str = ""
    before_noun: str = ""
    """An adverb that may be an adjective is one after these: "the" daily."""
    negation: str = ""
    """No repeat follows these: "not" every day."""
    excepting: str = ""
    """every day "except" Sunday."""
    until: str
    before_length: str = ""
    """ "for" 2 weeks, "for" 10 times."""
    counts: str
    """Behind a number of times."""
    per: str = ""
    """Behind those, a rate: 3 times "a" day."""
    starting: str
    after_completion: str
    after_due: str
    after: str = ""
    """ "after" 3 days: alone it is a repeat only where nothing else can be meant."""
