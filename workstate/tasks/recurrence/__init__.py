"""Recurrence: when a task comes back. Pure: no database, no clock of its own, no zones.

A Repeat is a rule of RFC 5545 (what days), an anchor (counted from what) and times of day. `checked` makes it
canonical or refuses it, `first` begins it, `following` moves it on, `upcoming` looks ahead; `phrase_in` and `phrases`
read it from words, `in_words` writes them, in English, German, French and Spanish. English is understood whatever the
reader's language.

Anchors
-------
DUE
    the next of the series after the due date, even if that is past too.
NOT_BEFORE
    ("every …") the next of the series after both the due date and the moment of completion. A day without a time
    lasts to its end: what is due today and done today comes back tomorrow.
COMPLETION
    ("every! 3 days", "3 days after completion") the series begun anew on the day of completion. What is done before
    it is due still moves on: the next is later than the due date as well.

Days and times
--------------
- All is wall clock; callers place it in a zone (core.clock.instant_of). A time that the clock skips in spring moves
  that one occurrence; the rule and the rest stay.
- `start` gives the interval its phase ("every 2 weeks") and an unnamed day its name ("every month"). An unnamed 29th,
  30th or 31st is the last day of a shorter month, an unnamed 29 February is the 28th.
- "every 31st" is written BYMONTHDAY=28,29,30,31;BYSETPOS=-1, "every 29 February"
  BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1: the last day where there is no such day, in any program that knows the RFC.
  A bare BYMONTHDAY=31, from elsewhere, leaves out the shorter months, as the RFC says; so do two late days together
  ("every 30th and 31st").
- COUNT counts completions (`done`): days that were missed or skipped do not use it up. UNTIL is the last day.
- Hours and minutes are counted from the present due time (from midnight without one), over midnight too.
- Steps are bounded: periods are found by arithmetic, and a rule that never comes true is refused or ends.

Words
-----
- "every 3rd Thursday", "every 2nd Friday" are days of the month; every other one is "every other Friday", German
  "jeden zweiten Freitag". "every weekend" is Saturday, "every last workday" the last of Monday to Friday.
- "daily", "weekly" and the like count at the end of the line or with more behind them ("daily at 9"): "daily report"
  is none.
- "on the 15th of each month" and "on Mondays" need no "every". "after 3 days" is a repeat only where it is the whole
  text.
- What no words say is written as the rule itself (FREQ=…), which is read as well.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from workstate.tasks.recurrence.occurring import checked, first, following, upcoming
from workstate.tasks.recurrence.phrase import Phrase
from workstate.tasks.recurrence.repeat import Anchor, Occurrence, Repeat

# Quick add reads repeats, and repeats are read with quick add's words for days and times: the modules that need those
# are imported when they are called.


def phrase_in(
    text: str,
    *,
    language: str,
    now: datetime,
    week_start: int = 0,
    date_order: Literal["DMY", "MDY", "YMD"] = "DMY",
    time_format: Literal["24", "12"] = "24",
) -> Phrase | None:
    """The repeat that the whole text means, or None. Never raises."""
    from workstate.tasks.recurrence import reading

    return reading.phrase_in(
        text, language=language, now=now, week_start=week_start, date_order=date_order, time_format=time_format
    )


def phrases(
    text: str,
    *,
    language: str,
    now: datetime,
    week_start: int = 0,
    date_order: Literal["DMY", "MDY", "YMD"] = "DMY",
    time_format: Literal["24", "12"] = "24",
) -> list[Phrase]:
    """Every repeat in the first 200 characters of a line, longest first, not overlapping, none in quotes; never raises."""
    from workstate.tasks.recurrence import reading

    return reading.phrases(
        text, language=language, now=now, week_start=week_start, date_order=date_order, time_format=time_format
    )


def in_words(
    repeat: Repeat,
    *,
    language: str,
    time_format: Literal["24", "12"] = "24",
    date_order: Literal["DMY", "MDY", "YMD"] = "DMY",
) -> str:
    """The repeat as a person writes it, so that `phrase_in` reads the same repeat back. Expects a checked repeat."""
    from workstate.tasks.recurrence import printing

    return printing.in_words(repeat, language=language, time_format=time_format, date_order=date_order)


__all__ = [
    "Anchor",
    "Occurrence",
    "Phrase",
    "Repeat",
    "checked",
    "first",
    "following",
    "in_words",
    "phrase_in",
    "phrases",
    "upcoming",
]
