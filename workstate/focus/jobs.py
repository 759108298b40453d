from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction

from workstate.core.clock import now

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500


@shared_task
def settle_due() -> int:
    """
    End the intervals whose time is over, each in a transaction of its own. May run twice, or beside itself.

    Whoever is at a person's clock already does it there: they are passed over.
    """
    from workstate.focus.actions import settle
    from workstate.focus.models import Interval
    from workstate.timetracking.models import Clock

    due = Interval.objects.due(now()).order_by("ends_at").select_related("user")
    settled = 0
    for interval in due[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                if Clock.objects.select_for_update(skip_locked=True).filter(pk=interval.user_id).exists():
                    settle(interval.user)
                    settled += 1
        except Exception:
            # One person's interval that cannot be settled holds up nobody else's.
            logger.exception("Interval %s was not settled.", interval.pk)
    return settled


@shared_task
def tell_of_goals() -> int:
    """Tell of goals that are reached or at risk. May run twice, or beside itself: the key of a notice is its ledger."""
    from workstate.focus import goal_watch

    return goal_watch.tell_of_goals(now())
