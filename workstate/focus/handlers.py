"""The clock is changed in many places; an interval of focus goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.activity.models import Event
from workstate.activity.verbs import Verb

CLOCK_CHANGES = [Verb.TIMER_STOPPED, Verb.ENTRY_DELETED, Verb.ENTRY_CHANGED]


def settle_those(events: Sequence[Event]) -> None:
    """End the focus of those whose timer was stopped or discarded. Twice does nothing twice."""
