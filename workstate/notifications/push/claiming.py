"""Who sends which push, and what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.notifications.kinds import Channel
from workstate.notifications.models import Delivery, DeliveryState, PushReceipt, PushSubscription
from workstate.notifications.models.delivery import DeliveryQuerySet

ABANDONED: Final = timedelta(minutes=5)
"""Longer than any sending takes: whoever holds a push for so long is no more."""
MOST_ATTEMPTS: Final = 8
FIRST_WAIT: Final = timedelta(minutes=1)
"""Each wait is twice the one before: the last attempt is about two hours after the first."""
MOST_FAILURES: Final = 40
STALE: Final = timedelta(hours=12)
"""What waited for so long, as while the server was down, comes as a surprise; the centre and the mail have it."""


def drop_unheard(at: datetime) -> int:
    """Of whom no browser listens nothing waits; neither does what is long past. How many."""
    listens = PushSubscription.objects.signed_in(at).filter(user=OuterRef("user"))
    due = Delivery.objects.due(at).filter(channel=Channel.PUSH).order_by()
    said = {"state": DeliveryState.DROPPED, "settled_at": at}
    gone = due.filter(~Exists(listens)).update(**said, reason=_("No browser listens."))
    return gone + due.filter(due_at__lt=at - STALE, attempts=0).update(**said, reason=_("Too late."))


@transaction.atomic
def take_push(at: datetime) -> Delivery | None:
    """The push that waits longest and that nobody else takes; None when nothing is due. It is this worker's from now on."""
    due = Q(state=DeliveryState.WAITING, due_at__lte=at) | Q(state=DeliveryState.HELD, claimed_at__lte=at - ABANDONED)
    rows = Delivery.objects.filter(due, channel=Channel.PUSH).select_for_update(skip_locked=True, no_key=True)
    found = rows.order_by("due_at", "pk").first()
    if found:
        found.state, found.claimed_at, found.attempts = DeliveryState.HELD, at, found.attempts + 1
        found.save(update_fields=["state", "claimed_at", "attempts"])
    return found


def settle(taken: Delivery, state: DeliveryState, reason: str = "") -> bool:
    """Write down what became of it, as long as it is still this worker's."""
    return bool(_held(taken).update(state=state, settled_at=timezone.now(), reason=reason[:300]))


def put_off(taken: Delivery, reason: str) -> bool:
    """Let it be tried again; after the last attempt it is given up: False. What one browser took is sent all the same."""
    if taken.attempts >= MOST_ATTEMPTS:
        was_taken = PushReceipt.objects.filter(delivery=taken).exists()
        settle(taken, DeliveryState.SENT if was_taken else DeliveryState.FAILED, reason)
        return False
    due_at = timezone.now() + wait_after(taken.attempts)
    _held(taken).update(state=DeliveryState.WAITING, due_at=due_at, reason=reason[:300])
    return True


def wait_after(failures: int) -> timedelta:
    """How long one waits after so many failures in a row."""
    return timedelta(seconds=FIRST_WAIT.total_seconds() * 2 ** (min(failures, MOST_ATTEMPTS) - 1))


def count_failure(subscription: PushSubscription) -> None:
    """Leave its service alone for a while, the longer the more often it failed; after days of it forget the browser."""
    until = timezone.now() + wait_after(subscription.failures + 1)
    row = PushSubscription.objects.filter(pk=subscription.pk)
    if subscription.failures >= MOST_FAILURES:
        row.delete()
        return
    row.update(failures=F("failures") + 1, paused_until=until)


def _held(taken: Delivery) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk=taken.pk, state=DeliveryState.HELD, claimed_at=taken.claimed_at)
