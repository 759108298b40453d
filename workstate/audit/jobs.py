from __future__ import annotations

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def shorten_addresses() -> None:
    """Once a day: of addresses that are ninety days old, the network is left. May run twice."""
    from workstate.audit.actions import shorten_addresses as shorten

    if days := shorten():
        logger.info("Cut the addresses of %d days of the log to their networks.", days)
