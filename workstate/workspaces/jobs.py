"""Mails of invitations, and workspaces whose time of grace is over. Each may run twice, or beside itself."""

from __future__ import annotations

import logging

from celery import shared_task

logger = logging.getLogger(__name__)

AT_ONCE = 100


@shared_task
def send_invitations() -> int:
    """Send what is due. Woken on commit and, for what a dead broker missed, swept by beat."""
    from workstate.workspaces.invitations.sending import send_next

    sent = 0
    while sent < AT_ONCE and send_next():
        sent += 1
    if sent == AT_ONCE:
        wake_sending()
    return sent


@shared_task
def clear_workspaces() -> None:
    """Once a night: workspaces that were deleted a month ago, for good."""
    from workstate.workspaces.clearing import clear_deleted

    if cleared := clear_deleted():
        logger.info("Removed %d workspaces for good, a month after they were deleted.", cleared)


def wake_sending() -> None:
    """Ask a worker to send soon. A broker that does not answer only delays: the sweep does it."""
    try:
        send_invitations.apply_async(retry=False, expires=60)
    except Exception as error:
        logger.warning("Invitations wait for the sweep: %s", error)
