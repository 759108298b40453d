"""Files go to a worker by way of the event: a broker that is away only delays them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.reports.files.jobs import wake


def make_later(events: Sequence[Event]) -> None:
    for event in events:
        wake(UUID(event.subject_id))
