from __future__ import annotations

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def clear_bin() -> None:
    """Once a day; may run twice, or beside itself."""
    from workstate.tasks import clearing

    if cleared := clearing.clear_bin():
        logger.info("Removed %d tasks whose time in the bin was over.", cleared)
