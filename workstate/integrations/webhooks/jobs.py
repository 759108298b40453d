from __future__ import annotations

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def send_due_webhooks() -> int:
    """Send the messages that are due. Woken on commit and swept by beat; may run beside itself."""
    from workstate.integrations.webhooks.sending import send_due

    return send_due()


@shared_task
def clear_deliveries() -> int:
    """Remove from the log what is older than it is kept; nightly."""
    from workstate.integrations.webhooks.actions import clear_deliveries

    return clear_deliveries()


def wake_sending() -> None:
    """Ask a worker to send soon. A broker that does not answer only delays: the sweep picks the messages up."""
    try:
        send_due_webhooks.apply_async(retry=False, expires=60)
    except Exception as error:
        logger.warning("Sending could not be woken and will be swept: %s", error)
