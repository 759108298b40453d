"""
Days in words: what quick add understands, and what has gone by: "last week", "-30 days", "2026-12", "today..friday".

A filter may be read by somebody of another language than whoever wrote it (a shared view), so the words of the languages
that quick add knows best count everywhere, the reader's own before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import instant_of
from workstate.savedviews.filters.pastwords import PAST
from workstate.tasks.line import context_of
from workstate.tasks.quickadd import Context
from workstate.tasks.quickadd import days as calendar
from workstate.tasks.quickadd.draft import DateOrder
from workstate.tasks.quickadd.languages import Lexicon, lexicon
from workstate.tasks.quickadd.languages.language import Period, Unit
from workstate.tasks.quickadd.languages.lexicon import LANGUAGES
from workstate.tasks.quickadd.whens import Whens
from workstate.tasks.quickadd.words import Word, cut, fold

LONGEST: Final = 60
_MOST_WORDS: Final = 8
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{1,2}):([0-9]{2}))?)?(?=$|[\s.),])", re.ASCII)
_YEAR = re.compile(r"([0-9]{4})(?=$|[\s),])", re.ASCII)
_SIGNED = re.compile(r"([+\-−])[^\S\n]?([0-9]{1,4})[^\S\n]?([^\W\d_]{1,10})(?!\w)")
_RANGE = re.compile(r"\s*(?:\.\.\.?|…)\s*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One day or several, both ends counted; with `at`, the one instant on that day that is meant."""

    first: date
    last: date
    at: datetime | None = None


def context_for(formats: Formats | None) -> Context:
    """Enough of a person to say whether words are a day: it is read again, in earnest, by context_of(actor)."""
    formats = formats or Formats(ZoneInfo("UTC"))
    order: DateOrder = "DMY"
    if formats.date_order in {"MDY", "YMD"}:
        order = "MDY" if formats.date_order == "MDY" else "YMD"
    return Context(now=formats.local(formats.now), language=get_language() or "en", date_order=order)


def context_by(actor: Actor) -> Context:
    return context_of(actor)


def read_days(text: str, context: Context) -> tuple[Stretch, int] | None:
    """The days that the text begins with, and how many of its characters say so; None where it begins with none."""
    text = text[: 2 * LONGEST + 5]
    if join := _RANGE.search(text):
        first, last = _one(text[: join.start()], context), _one(text[join.end() :], context)
        if first and last and first[1] == join.start() and last[0].last >= first[0].first:
            return Stretch(first[0].first, last[0].last), join.end() + last[1]
    return _one(text, context)


def _one(text: str, context: Context) -> tuple[Stretch, int] | None:
    text = text[:LONGEST]
    if found := _numbered(text, context):
        return found
    words = cut(text, len(text))[:_MOST_WORDS]
    if not words or not words[0].fold or words[0].start:
        return None
    for language in _languages(context.language):
        lexical = lexicon(language)
        reader = replace(context, language=language)
        found = _signed(text, lexical, context) or _past(words, lexical, context) or _period(words, lexical, context)
        if found := found or _said(text, words, lexical, reader):
            return found
    return None


def _languages(first: str) -> Iterator[str]:
    yield first
    yield from (code for code in LANGUAGES if code != first.split("-")[0])


def _numbered(text: str, context: Context) -> tuple[Stretch, int] | None:
    """2026-12-01, with a time or without, 2026-12, 2026."""
    if match := _ISO.match(text):
        year, month = int(match[1]), int(match[2])
        if match[3] is None:
            first = calendar.day(year, month, 1)
            end = calendar.add_months(first, 1) if first else None
            return (Stretch(first, end - timedelta(days=1)), match.end()) if first and end else None
        on = calendar.day(year, month, int(match[3]))
        if on is None:
            return None
        if match[4] is None:
            return Stretch(on, on), match.end()
        if int(match[4]) > 23 or int(match[5]) > 59:
            return None
        return _at(on, time(int(match[4]), int(match[5])), context), match.end()
    if (match := _YEAR.match(text)) and calendar.FIRST_YEAR <= (year := int(match[1])) <= calendar.LAST_YEAR:
        return Stretch(date(year, 1, 1), date(year, 12, 31)), match.end()
    return None


def _at(on: date, clock: time, context: Context) -> Stretch:
    zone = context.now.tzinfo
    on, clock = calendar.existing(on, clock, zone)
    return Stretch(on, on, instant_of(on, clock, zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")))


def _signed(text: str, lexical: Lexicon, context: Context) -> tuple[Stretch, int] | None:
    """-30 days, +2 weeks, -2h."""
    match = _SIGNED.match(text)
    unit = lexical.units.word(fold(match[3])) if match else None
    if match is None or unit is None:
        return None
    found = _counted(int(match[2]) * (1 if match[1] == "+" else -1), unit, context)
    return (found, match.end()) if found else None


def _counted(count: int, unit: Unit, context: Context) -> Stretch | None:
    today = context.now.date()
    if unit in {"minute", "hour"}:
        ahead = timedelta(minutes=count) if unit == "minute" else timedelta(hours=count)
        instant = context.now.astimezone(UTC) + ahead
        on = calendar.within(instant.astimezone(context.now.tzinfo).date())
        return Stretch(on, on, instant.replace(second=0, microsecond=0)) if on else None
    if unit in {"day", "week"}:
        found = _days_on(today, count * (7 if unit == "week" else 1))
    else:
        found = calendar.add_months(today, count * (12 if unit == "year" else 1))
    return Stretch(found, found) if found else None


def _days_on(start: date, count: int) -> date | None:
    return calendar.within(start + timedelta(days=count)) if abs(count) < 100_000 else None


def _past(words: list[Word], lexical: Lexicon, context: Context) -> tuple[Stretch, int] | None:
    """Yesterday, last week, 3 days ago, last friday, the last 7 days, the next 14 days."""
    own = PAST.get(lexical.language.code, PAST["en"])
    today = context.now.date()
    if found := own.days.at(words, 0):
        on = _days_on(today, found[1])
        return (Stretch(on, on), words[found[0] - 1].end) if on else None
    if stretch := own.periods.at(words, 0):
        whole = _whole(*stretch[1], context)
        return (whole, words[stretch[0] - 1].end) if whole else None
    if last := own.last.at(words, 0):
        if weekday := lexical.weekdays.at(words, last[0]):
            on = today - timedelta(days=(today.weekday() - weekday[1] - 1) % 7 + 1)
            return Stretch(on, on), words[weekday[0] - 1].end
        if rolling := _rolling(words, last[0], lexical):
            start = _days_on(today, 1 - rolling[1])
            return (Stretch(start, today), words[rolling[0] - 1].end) if start else None
    if coming := own.next.at(words, 0):
        if rolling := _rolling(words, coming[0], lexical):
            end = _days_on(today, rolling[1] - 1)
            return (Stretch(today, end), words[rolling[0] - 1].end) if end else None
        return None
    before = own.ago_before.at(words, 0)
    counted = _count_and_unit(words, before[0] if before else 0, lexical)
    if counted is None:
        return None
    end_word, count, unit = counted
    if not before:
        behind = own.ago.at(words, end_word)
        if not behind:
            return None
        end_word = behind[0]
    gone = _counted(-count, unit, context)
    return (gone, words[end_word - 1].end) if gone else None


def _rolling(words: list[Word], index: int, lexical: Lexicon) -> tuple[int, int] | None:
    """ "7 days" behind "last": where it ends, and how many days it comes to."""
    counted = _count_and_unit(words, index, lexical)
    if counted is None or counted[2] not in {"day", "week"}:
        return None
    days = counted[1] * (7 if counted[2] == "week" else 1)
    return (counted[0], days) if days else None


def _count_and_unit(words: list[Word], index: int, lexical: Lexicon) -> tuple[int, int, Unit] | None:
    if index + 1 >= len(words):
        return None
    text = words[index].fold
    if text.isascii() and text.isdigit() and len(text) <= 4:
        count, behind = int(text), index + 1
    elif number := lexical.numbers.at(words, index):
        behind, count = number
    else:
        return None
    unit = lexical.units.at(words, behind)
    return (unit[0], count, unit[1]) if unit else None


def _period(words: list[Word], lexical: Lexicon, context: Context) -> tuple[Stretch, int] | None:
    """This week, next month: all of it."""
    found = lexical.periods.at(words, 0)
    if not found:
        return None
    end, (period, ahead) = found
    if period == "week" and end < len(words) and lexical.weekdays.at(words, end):
        return None
    whole = _whole(period, ahead, context)
    return (whole, words[end - 1].end) if whole else None


def _whole(period: Period, ahead: int, context: Context) -> Stretch | None:
    today = context.now.date()
    if period == "week":
        first = _days_on(calendar.week_of(today, context.week_start), 7 * ahead)
        return Stretch(first, first + timedelta(days=6)) if first else None
    if period == "weekend":
        # On a Sunday this weekend is the one that it ends.
        saturday = _days_on(calendar.week_of(today, 0), calendar.SATURDAY + 7 * ahead)
        return Stretch(saturday, saturday + timedelta(days=1)) if saturday else None
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    begun = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    first = calendar.add_months(begun, months * ahead)
    end = calendar.add_months(first, months) if first else None
    return Stretch(first, end - timedelta(days=1)) if first and end else None


def _said(text: str, words: list[Word], lexical: Lexicon, context: Context) -> tuple[Stretch, int] | None:
    """What quick add reads: tomorrow, next friday, in 2 weeks, 5 May, 14:00."""
    whens = Whens(text, words, lexical, context)
    parts = whens.introduced(0)
    if not parts:
        return None
    when = whens.when(parts)
    end = whens.span(parts)[1]
    if when.time is not None:
        return _at(when.day or context.now.date(), when.time, context), end
    return (Stretch(when.day, when.day), end) if when.day else None
