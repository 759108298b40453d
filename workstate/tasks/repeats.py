"""How a task comes back, as people read it: in words, with the next times; and what is commonly chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.errors import Invalid
from workstate.tasks.models import Recurrence, Task
from workstate.tasks.quickadd.draft import DateOrder, TimeFormat
from workstate.tasks.recurrence import Anchor, Occurrence, Repeat, checked, first, in_words, upcoming

SHOWN = 5
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Choice:
    rule: str
    words: str
    chosen: bool = False


def repeat_words(repeat: Repeat, user: User) -> str:
    """every 2 weeks on Mon and Fri"""
    return in_words(
        repeat,
        language=user.language,
        time_format=cast("TimeFormat", user.time_format),
        date_order=cast("DateOrder", user.date_order),
    )


def repeat_words_of(kept: Mapping[str, Any], user: User) -> str:
    """The same of a rule as an event keeps it; a rule that cannot be read any more says only that there was one."""
    try:
        times = tuple(time.fromisoformat(text) for text in kept.get("times", []))
        return repeat_words(checked(Repeat(kept["rule"], Anchor(kept["anchor"]), times)), user)
    except (Invalid, KeyError, ValueError):
        return _("in its own way")


def anchors() -> list[tuple[str, str, str]]:
    """What the next time is counted from: value, words, and what it means."""
    return [
        (Anchor.NOT_BEFORE, _("Not before it is done"), _("The next of the series after both the due date and today.")),
        (Anchor.DUE, _("From the due date"), _("The next of the series, even if that day has passed.")),
        (Anchor.COMPLETION, _("From completion"), _("So long after the day on which you complete it.")),
    ]


def next_times(task: Task, repeat: Repeat, formats: Formats, *, present: Recurrence | None = None) -> list[str]:
    """
    The next five times if the task is done in time, as people say them.

    For a rule that the task does not have yet they begin with the task's date, or with the first that the rule says.
    """
    same = present is not None and present.repeat == repeat
    at_first = task.due_on is None
    current = first(repeat, now=formats.local(formats.now))
    if task.due_on:
        current = Occurrence(task.due_on, task.due_time)
    coming = upcoming(
        repeat,
        start=present.start_on if present and same else current.day,
        current=current,
        count=SHOWN,
        skipped=frozenset(present.skipped) if present and same else frozenset(),
        done=present.done if present and same else 0,
    )
    if at_first:
        coming = [current, *coming][:SHOWN]
    return [occurrence_words(one, formats) for one in coming]


def occurrence_words(one: Occurrence, formats: Formats) -> str:
    return ", ".join(filter(None, [formats.weekday_date(one.day), formats.time(one.time) if one.time else ""]))


def common(day: date, user: User, chosen: Repeat | None) -> list[Choice]:
    """What is commonly chosen for a task due on the day."""
    weekday = _WEEKDAYS[day.weekday()]
    rules = [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        f"FREQ=WEEKLY;BYDAY={weekday}",
        f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        f"FREQ=MONTHLY;BYMONTHDAY={day.day}" if day.day <= 28 else "FREQ=MONTHLY;BYMONTHDAY=-1",
        f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}" if (day.month, day.day) != (2, 29) else "FREQ=YEARLY",
    ]
    found = []
    for rule in rules:
        repeat = checked(Repeat(rule))
        found.append(Choice(repeat.rule, repeat_words(repeat, user), bool(chosen and chosen.rule == repeat.rule)))
    return found
