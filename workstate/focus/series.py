"""What follows what: focus, a short break, focus again, and after so many a long break. Pure: no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workstate.focus.models import FocusPreferences, Interval, Kind, Outcome

# After so long nobody goes on with a set; the next focus is the first of another.
SET_FORGOTTEN = timedelta(hours=2)
# And so long what comes next is offered.
OFFERED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """An interval that has not begun; `seconds` long."""

    kind: Kind
    round: int
    seconds: int

    @property
    def is_focus(self) -> bool:
        return self.kind == Kind.FOCUS


def after(last: Interval, chosen: FocusPreferences) -> Step:
    """What comes next. A focus that did not run to its end is not counted, but it earns a short break."""
    if not last.is_focus:
        return next_focus(last, chosen)
    if last.outcome != Outcome.COMPLETED:
        return Step(Kind.SHORT_BREAK, last.round - 1, chosen.short_break)
    if last.round >= chosen.long_after:
        return Step(Kind.LONG_BREAK, last.round, chosen.long_break)
    return Step(Kind.SHORT_BREAK, last.round, chosen.short_break)


def next_focus(last: Interval | None, chosen: FocusPreferences, at: datetime | None = None) -> Step:
    """The focus that comes next, with or without a break between; the first of a set `at` an instant long after the last."""
    return Step(Kind.FOCUS, _round_after(last, chosen, at), chosen.focus)


def _round_after(last: Interval | None, chosen: FocusPreferences, at: datetime | None) -> int:
    if last is None or (at and last.ended_at and at - last.ended_at > SET_FORGOTTEN):
        return 1
    if last.is_focus:
        following = last.round + (last.outcome == Outcome.COMPLETED)
    else:
        following = 1 if last.kind == Kind.LONG_BREAK else last.round + 1
    return following if following <= chosen.long_after else 1


def offers(last: Interval | None, at: datetime) -> bool:
    """Whether what comes after the last interval waits for the person."""
    if last is None or last.ended_at is None or last.dismissed_at:
        return False
    return last.outcome == Outcome.COMPLETED and at - last.ended_at <= OFFERED_FOR
