"""Mails that were given up: shown to those who run the server, and sent again when they say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from workstate.notifications.kinds import Channel
from workstate.notifications.models import Delivery, DeliveryState

SHOWN: Final = 50
AT_ONCE: Final = 1000


def failed_letters() -> Sequence[Mapping[str, object]]:
    """The newest: to whom, why, how often it was tried, when it was given up. Nothing of what stood in it."""
    rows = _failed().values("message_id", "user__email", "reason")
    found = rows.annotate(count=Count("pk"), attempts=Max("attempts"), settled=Max("settled_at"))
    return list(found.order_by("-settled", "message_id")[:SHOWN])


@transaction.atomic
def send_failed_again() -> int:
    """Have them tried anew, each with the id that it had; how many deliveries. Rights are looked at as for any other."""
    rows = _failed().order_by("pk").select_for_update(skip_locked=True)
    pks = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    Delivery.objects.filter(pk__in=pks).update(
        state=DeliveryState.WAITING, due_at=timezone.now(), settled_at=None, claimed_at=None, attempts=0
    )
    return len(pks)


def _failed() -> QuerySet[Delivery]:
    return Delivery.objects.filter(channel=Channel.MAIL, state=DeliveryState.FAILED).order_by()
