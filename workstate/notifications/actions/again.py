"""What was put off comes again by every way by which it came: whoever snoozes a reminder is not in the app when it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workstate.notifications.models import Delivery, DeliveryState, Notification, PushReceipt


def send_again(notifications: Iterable[Notification], at: datetime) -> int:
    """Let the deliveries of these leave once more from the instant on, as mails of their own; how many."""
    rows = Delivery.objects.filter(notification__in=[one.pk for one in notifications])
    settled = rows.filter(state__in=[DeliveryState.SENT, DeliveryState.DROPPED])
    PushReceipt.objects.filter(delivery__in=settled.values("pk")).delete()
    return settled.update(
        state=DeliveryState.WAITING, due_at=at, settled_at=None, claimed_at=None, attempts=0, message_id="", reason=""
    )
