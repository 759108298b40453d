"""Recurrence: when a task comes back. Pure: no database, no clock of its own, no zones."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from workstate.tasks.recurrence.occurring import checked, first, following, upcoming
from workstate.tasks.recurrence.repeat import Anchor, Occurrence, Repeat

if TYPE_CHECKING:
    from workstate.tasks.recurrence.reading import Phrase

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
    """Every repeat in the first 200 characters of a line, longest first, not overlapping; nothing in quotes. Never raises."""
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
    "Repeat",
    "checked",
    "first",
    "following",
    "in_words",
    "phrase_in",
    "phrases",
    "upcoming",
]
