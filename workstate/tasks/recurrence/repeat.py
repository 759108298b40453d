"""What a repeat is made of: how a task comes back, and the single time that it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Anchor(StrEnum):
    """What the next time is counted from; the package's docstring tells them apart."""

    DUE = "due"
    COMPLETION = "completion"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a task comes back. `checked` makes the canonical form; the other functions expect it."""

    rule: str
    """RFC 5545 RRULE value without DTSTART: FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR."""
    anchor: Anchor = Anchor.NOT_BEFORE
    times: tuple[time, ...] = ()
    """Wall clock, ascending; empty: all day or the task's own time; several: several a day."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that the task is due: a day, and the wall clock if it has a time."""

    day: date
    time: time | None = None
