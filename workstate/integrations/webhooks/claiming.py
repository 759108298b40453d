"""
Who sends which message, and what becomes of it.

Whoever takes a message writes that down and commits before anything is sent; whatever dies after that leaves a message that
is sent again, with the same id, by which the receiver knows it for one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from workstate.integrations.webhooks.models import Webhook, WebhookDelivery, WebhookState

ABANDONED: Final = timedelta(minutes=10)
"""Longer than any sending takes: whoever holds a message for so long is no more."""
MOST_ATTEMPTS: Final = 13
FIRST_WAIT: Final = timedelta(minutes=1)
"""Each wait is twice the one before, give or take a fifth: the last attempt is about three days after the first."""
LONGEST_PAUSE: Final = timedelta(hours=1)
"""A receiver that does not answer at all is tried again at least so often, with its oldest message alone."""
AT_ONCE: Final = 16
"""Receivers that one worker sends to at the same time: one that hangs holds up no other."""
EACH: Final = 20
"""Messages to one receiver that are taken together, and sent one after the other."""
MOST_TRIES: Final = 20
"""So many attempts of one message are remembered."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one worker has taken for one address. `at` says that it is this worker's and no other's."""

    webhook: Webhook
    deliveries: Sequence[WebhookDelivery]
    at: datetime


def _due(at: datetime) -> Q:
    return Q(state=WebhookState.WAITING, due_at__lte=at) | Q(state=WebhookState.HELD, claimed_at__lte=at - ABANDONED)


@transaction.atomic
def take(at: datetime) -> list[Taken]:
    """What is due, for some addresses that nobody else takes from at this moment."""
    waiting = WebhookDelivery.objects.filter(_due(at), webhook=OuterRef("pk"))
    free = Webhook.objects.working().filter(Q(paused_until=None) | Q(paused_until__lte=at), Exists(waiting))
    taken = []
    # Who was tried longest ago comes first, so that many addresses with much to tell all get their turn.
    rows = free.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("workspace", "created_by")
    for webhook in rows.order_by(F("paused_until").asc(nulls_first=True), "pk")[:AT_ONCE]:
        due = WebhookDelivery.objects.filter(_due(at), webhook=webhook).order_by("due_at", "pk")
        # One that did not answer is asked with a single message whether it does now.
        deliveries = list(due.select_for_update(skip_locked=True)[: 1 if webhook.failures else EACH])
        if deliveries:
            named = [one.pk for one in deliveries]
            WebhookDelivery.objects.filter(pk__in=named).update(state=WebhookState.HELD, claimed_at=at)
            taken.append(Taken(webhook, deliveries, at))
    return taken


def _held(taken: Taken) -> Any:
    return WebhookDelivery.objects.filter(webhook=taken.webhook, state=WebhookState.HELD, claimed_at=taken.at)


def settle(taken: Taken, delivery: WebhookDelivery, tried: dict[str, Any], *, is_taken: bool) -> bool:
    """Write down what an attempt came to, as long as the message is still this worker's; whether it was."""
    attempts = delivery.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "tries": [*delivery.tries, tried][-MOST_TRIES:]}
    at = timezone.now()
    if is_taken:
        values |= {"state": WebhookState.SENT, "settled_at": at}
    elif attempts >= MOST_ATTEMPTS:
        values |= {"state": WebhookState.FAILED, "settled_at": at}
    else:
        values |= {"state": WebhookState.WAITING, "due_at": at + wait_after(attempts)}
    return bool(_held(taken).filter(pk=delivery.pk).update(**values))


def give_back(taken: Taken) -> None:
    """Let others send what was taken and not tried."""
    _held(taken).update(state=WebhookState.WAITING, claimed_at=None)


def wait_after(attempts: int) -> timedelta:
    return FIRST_WAIT * ((1 << (attempts - 1)) * random.uniform(0.8, 1.2))  # nosec B311: nothing is to be guessed


def pause_after(failures: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_PAUSE) * random.uniform(0.8, 1.0)  # nosec B311
