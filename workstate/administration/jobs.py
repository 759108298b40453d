"""Exports and deletions of accounts, and the pulse by which one sees that scheduler and worker live."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def pulse() -> None:
    """Sent by the scheduler every minute and done by a worker: that it was done is noted, and nothing else is to be done."""


@shared_task
def make_export(export_id: str) -> None:
    from workstate.administration.exporting.making import make

    make(UUID(export_id))


@shared_task
def tend_exports() -> None:
    """Take up again what a lost worker or broker left lying. Run by beat every minute."""
    from workstate.administration.exporting.actions import take_back_lost, waiting

    take_back_lost()
    for pk in waiting():
        wake_export(pk)


@shared_task
def clear_exports() -> None:
    """Once a day: exports whose week is over."""
    from workstate.administration.exporting.actions import clear_old

    if cleared := clear_old():
        logger.info("Removed %d exports of accounts whose week was over.", cleared)


@shared_task
def delete_accounts() -> None:
    """Once a night: accounts whose days of grace are over. What fails tonight is gone on with the next night."""
    from workstate.administration.leaving.finishing import finish_due

    if gone := finish_due():
        logger.info("Deleted %d accounts whose days of grace were over.", gone)


def wake_export(export_id: UUID) -> None:
    """Ask a worker to make an export soon. A broker that does not answer only delays: the next minute picks it up."""
    try:
        make_export.apply_async([str(export_id)], retry=False, expires=600)
    except Exception as error:
        logger.warning("An export waits for the next minute: %s", error)
