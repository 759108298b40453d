"""When a timer counts as forgotten. Pure: no clock of its own, no database."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from workstate.timetracking.models import Clock, TimeEntry, TimePreferences


class Due(Enum):
    """What is to be done about a running timer."""

    NOTHING = auto()
    ASK = auto()
    STOP = auto()


def is_asked(entry: TimeEntry, clock: Clock) -> bool:
    """Whether the question waits, and is about this timer rather than one before it."""
    return clock.asked_at is not None and entry.started_at is not None and clock.asked_at >= entry.started_at


def due_of(entry: TimeEntry, clock: Clock, wishes: TimePreferences, at: datetime) -> Due:
    """
    Ask once it has run so long since its start or the last yes; stop it once the question waited so long.

    Who shows a sign of life after the question is there, even if they leave it open: the wait counts from that sign.
    """
    assert entry.started_at is not None
    if not is_asked(entry, clock):
        counted = latest(entry.started_at, clock.answered_at)
        return Due.ASK if wishes.ask_after and at >= counted + timedelta(seconds=wishes.ask_after) else Due.NOTHING
    assert clock.asked_at is not None
    waited = latest(clock.asked_at, clock.seen_at)
    return Due.STOP if wishes.stop_after and at >= waited + timedelta(seconds=wishes.stop_after) else Due.NOTHING


def last_sign(entry: TimeEntry, clock: Clock, at: datetime) -> datetime:
    """The last instant at which somebody was there: never before the start, never later than `at`. Whole seconds."""
    assert entry.started_at is not None
    last = latest(entry.started_at, clock.seen_at, clock.answered_at)
    return max(entry.started_at, min(last, at)).replace(microsecond=0)


def latest(first: datetime, *others: datetime | None) -> datetime:
    return max([first, *(other for other in others if other is not None)])
