"""The relay hands committed events to their handlers. Events wait in the database, so nothing is lost, only delayed."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from workstate.activity.handlers import handle
from workstate.activity.models import Event

logger = logging.getLogger(__name__)


TOGETHER = 1000
"""Events of one act that are relayed as one, at most."""


def relay_next() -> bool:
    """Relay what is due of one act, an event or many; safe in many workers at once. False when nothing is left."""
    with transaction.atomic():
        due = Event.objects.due().select_for_update(skip_locked=True)
        event = due.first()
        if event is None:
            return False
        events = [event]
        if event.batch:
            events += due.filter(batch=event.batch).exclude(pk=event.pk)[:TOGETHER]
        relayed = _relayed(events)
        Event.objects.filter(pk__in=[event.pk for event in relayed]).update(relayed_at=timezone.now())
    return True


def _relayed(events: Sequence[Event]) -> Sequence[Event]:
    """Those that all handlers have taken. One that they cannot take is tried again later and holds up no other."""
    try:
        with transaction.atomic():
            handle(events)
    except Exception as error:
        if len(events) > 1:
            return [event for one in events for event in _relayed([one])]
        [event] = events
        logger.exception("Event %s (%s) was not relayed and will be tried again.", event.pk, event.verb)
        event.postpone(timezone.now(), _said(error))
        return []
    return events


def _said(error: Exception) -> str:
    """The kind of error and the first line of its words: what PostgreSQL adds beneath may hold what people wrote."""
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
