"""The shape of a language's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal

Unit = Literal["minute", "hour", "day", "week", "month", "year"]
Period = Literal["week", "weekend", "month", "quarter", "year"]
Edge = Literal["start", "middle", "end"]
PartOfDay = Literal["morning", "noon", "afternoon", "evening", "night"]

PARTS_OF_DAY: Mapping[PartOfDay, time] = {
    "morning": time(9),
    "noon": time(12),
    "afternoon": time(14),
    "evening": time(19),
    "night": time(21),
}


@dataclass(frozen=True, kw_only=True)
class Language:
    """Words and phrases; several spellings of one thing are parted by `|`. Case and accents do not matter.

    `weak` words mean a date only at the end of the line or with company (a preposition, a time, "next"); `faint` ones
    only with company: "sun cream" and the German "so" are words.
    """

    code: str
    days: Mapping[str, int] = field(default_factory=dict)
    """Phrases for a day counted from today."""
    weekdays: tuple[str, ...]
    """Monday first, in full; these are understood for readers of other languages too."""
    short_weekdays: tuple[str, ...] = ("",) * 7
    months: tuple[str, ...]
    """January first, names and abbreviations; a month is a date only beside a day, a year or `month_after`."""
    weak: str = ""
    faint: str = ""
    this: str = ""
    next: str = ""
    coming: str = ""
    next_behind: str = ""
    """What follows a weekday and means "next": French "prochain"."""
    periods: Mapping[str, tuple[Period, int]] = field(default_factory=dict)
    """Phrases for a stretch of time, counted from the present one. Alone only a later one (or a weekend) is a date."""
    start_of: str = ""
    middle_of: str = ""
    end_of: str = ""
    edges: Mapping[str, tuple[Edge, Period, int]] = field(default_factory=dict)
    """Single phrases for such an edge: "eom"."""
    past_behind: str = ""
    """A weekday followed by these has gone by: French "dernier"."""
    inside: str = ""
    """Stands before a count of days or hours: "in" 3 days."""
    from_now: str = ""
    units: Mapping[str, Unit] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    half_hour: str = ""
    before_day: str = ""
    """Prepositions that belong to a date and leave the title with it."""
    before_date: str = ""
    """Articles between a weekday or preposition and a date: "the" 5th."""
    before_month: str = ""
    """"in" May, without a day: the first of that month."""
    before_nth: str = ""
    """Stands before a day of the month without a month: "on the" 5th."""
    nth: str = ""
    """Endings of ordinal numbers."""
    of: str = ""
    before_time: str = ""
    before_hour: str = ""
    """Prepositions after which a bare number is an hour: "at" 5."""
    oclock: str = ""
    exact_oclock: bool = False
    """German "5 Uhr" is 5:00, while "5 o'clock" may be in the afternoon."""
    hours: str = ""
    """Words that say "hours": a time of day only where a length of time is unlikely."""
    lengths: str = ""
    """Stands before a length of time: French "pendant" 14h."""
    am: str = ""
    pm: str = ""
    times: Mapping[str, time] = field(default_factory=dict)
    parts: Mapping[str, PartOfDay] = field(default_factory=dict)
    """Parts of the day as they follow a day or an hour."""
    todays_parts: Mapping[str, PartOfDay] = field(default_factory=dict)
    coming_parts: Mapping[str, PartOfDay] = field(default_factory=dict)
    glued_parts: bool = False
    """Weekday and part of the day make one word: German "Montagabend"."""
    blockers: str = ""
    """No date follows these: "every" friday, "last" friday."""
    never: str = ""
    """Phrases that hold a date's word and are none."""
    counters: str = ""
    """A number after these is a name or a score: "chapter" 3/4."""
    measures: str = ""
    """A number before these counts something: 3/4 "cup"."""
    small_words: str = ""
    """Words that may follow an hour in a sentence: at 5 "with"."""
    ranges: str = ""
    """Words between two ends: Monday "to" Friday."""
    deadline: str = ""
    """Stands before the day by which a task must be done: "deadline" friday."""
    before_it: str = ""
    """Follows a reminder's length: 30 min "before"."""
    myself: str = ""
    """The person who types, as an assignee: +"me"."""
    dotted: bool = False
    """5.12. is a date."""
    month_first: bool = False
    """May 5 is a date."""
    afternoon: bool = False
    """A bare hour from one to six is in the afternoon."""
