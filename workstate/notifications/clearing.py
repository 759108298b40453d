"""What is kept no longer: what was done with or read long ago, and what nobody has looked at for a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from workstate.notifications.models import Notification

KEPT: Final = timedelta(days=90)
KEPT_UNREAD: Final = timedelta(days=365)
AT_ONCE: Final = 500


def clear_notifications() -> int:
    """Remove them with their deliveries, a few at a time; how many. Nobody's act: nothing is recorded."""
    cleared = 0
    while count := _clear_some():
        cleared += count
    return cleared


@transaction.atomic
def _clear_some() -> int:
    at = timezone.now()
    over = Q(done_at__lt=at - KEPT) | Q(read_at__lt=at - KEPT, surfaced_at__lt=at - KEPT)
    # What goes by mail or push alone is read by nobody here.
    over |= Q(is_shown=False, made_at__lt=at - KEPT) | Q(surfaced_at__lt=at - KEPT_UNREAD)
    rows = Notification.objects.filter(over, snoozed_until=None).order_by("pk")
    ids = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
    Notification.objects.filter(pk__in=ids).delete()
    return len(ids)
