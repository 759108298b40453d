from __future__ import annotations

import logging

from celery import shared_task

logger = logging.getLogger(__name__)

AT_ONCE = 500


@shared_task
def relay_events() -> int:
    """Relay what is due. Woken on commit and, for what a dead broker missed, swept by beat."""
    from workstate.activity.relay import relay_next

    relayed = 0
    while relayed < AT_ONCE and relay_next():
        relayed += 1
    if relayed == AT_ONCE:
        wake_relay()
    return relayed


def wake_relay() -> None:
    """Ask a worker to relay soon. A broker that does not answer only delays: the sweep picks the event up."""
    try:
        relay_events.apply_async(retry=False, expires=60)
    except Exception as error:
        logger.warning("The relay could not be woken and will sweep: %s", error)
