"""What sends scheduled reports. Each job may run twice, or beside itself, and then does nothing."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200


@shared_task
def send_due_reports() -> int:
    """Claim the schedules whose time has come, and take up again what was left unsent. Run by beat every minute."""
    from workstate.core.clock import now
    from workstate.reports.actions.deliveries import claim_due, follow_zones
    from workstate.reports.models import ReportDelivery

    follow_zones()
    claimed = 0
    while claimed < MOST_AT_ONCE and claim_due():
        claimed += 1
    for pk in ReportDelivery.objects.waiting(now()).values_list("pk", flat=True)[:MOST_AT_ONCE]:
        wake_delivery(pk)
    return claimed


@shared_task
def send_delivery(delivery_id: str) -> None:
    """Send what is unsent of one delivery."""
    from workstate.reports.actions.delivering import deliver

    deliver(UUID(delivery_id))


def wake_delivery(delivery_id: UUID) -> None:
    """Ask a worker to send soon. A broker that does not answer only delays: the next minute picks it up."""
    try:
        send_delivery.apply_async([str(delivery_id)], retry=False, expires=600)
    except Exception as error:
        logger.warning("A delivery waits for the next minute: %s", error)
