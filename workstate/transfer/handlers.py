"""Imports go to a worker by way of the event: a broker that is away only delays them."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.transfer.jobs import bring_import_in, read_import


def read_later(event: Event) -> None:
    """Have the file read, unless it was short enough to be read at once."""
    read_import.apply_async([event.subject_id], retry=False)


def bring_in_later(event: Event) -> None:
    """Have the file brought in."""
    bring_import_in.apply_async([event.subject_id], retry=False)
