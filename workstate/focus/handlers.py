"""The clock is changed in many places; an interval goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.focus.models import Interval

CLOCK_CHANGES = [Verb.TIMER_STARTED, Verb.TIMER_STOPPED, Verb.ENTRY_CHANGED, Verb.ENTRY_DELETED]


def settle_those(events: Sequence[Event]) -> None:
    """End the focus of those whose timer was stopped or discarded, and the break of those who went to work."""
    from workstate.focus.actions import settle

    people = {event.user_id for event in events if event.user_id}
    for interval in Interval.objects.open().filter(user__in=people).select_related("user").order_by("user"):
        settle(interval.user)
