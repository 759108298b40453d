"""Imports go to a worker by way of the event: a broker that is away only delays them."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.activity.models import Event
from workstate.transfer.jobs import bring_import_in, read_import


def read_later(events: Sequence[Event]) -> None:
    """Have the files read that were not short enough to be read at once."""
    for event in events:
        read_import.apply_async([event.subject_id], retry=False)


def bring_in_later(events: Sequence[Event]) -> None:
    """Have the files brought in."""
    for event in events:
        bring_import_in.apply_async([event.subject_id], retry=False)
