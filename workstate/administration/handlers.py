"""Exports go to a worker by way of the event: a broker that is away only delays them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.administration.jobs import wake_export


def make_export_later(events: Sequence[Event]) -> None:
    for event in events:
        wake_export(UUID(event.data["export"]))
