"""The relay hands committed events to their handlers. Events wait in the database, so nothing is lost, only delayed."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from workstate.activity.handlers import handlers_for
from workstate.activity.models import Event

logger = logging.getLogger(__name__)


def relay_next() -> bool:
    """Relay one due event; safe in many workers at once. False when none is left."""
    with transaction.atomic():
        event = Event.objects.due().select_for_update(skip_locked=True).first()
        if event is None:
            return False
        try:
            with transaction.atomic():
                for handle in handlers_for(event.verb):
                    handle(event)
        except Exception:
            logger.exception("Event %s (%s) was not relayed and will be tried again.", event.pk, event.verb)
            event.postpone(timezone.now())
        else:
            event.mark_relayed(timezone.now())
    return True
