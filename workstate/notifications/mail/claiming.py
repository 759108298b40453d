"""
Who sends which letter, and what becomes of it.

A letter is the deliveries that have one Message-ID: what came about one subject in a short while, or a digest. Whoever takes
it writes the id down and commits before anything is sent; whatever dies after that leaves a letter that is sent again, with
the same id, by which programs know it for one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.notifications.kinds import Channel, Kind
from workstate.notifications.models import Delivery, DeliveryState
from workstate.notifications.models.delivery import DeliveryQuerySet

GATHERED: Final = timedelta(seconds=30)
"""So long a letter waits for what else is said about its subject; a reminder does not wait."""
ABANDONED: Final = timedelta(minutes=15)
"""Longer than any sending takes: whoever holds a letter for so long is no more."""
MOST_ATTEMPTS: Final = 12
FIRST_WAIT: Final = timedelta(minutes=2)
"""Each wait is twice the one before: the last attempt is about three days after the first."""
MOST_IN_ONE: Final = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """What one worker has taken, of one person. `taken_at` says that it is this worker's and no other's."""

    user: UUID
    message_id: str
    taken_at: datetime
    deliveries: Sequence[Delivery]

    @property
    def is_digest(self) -> bool:
        return self.deliveries[0].is_digest

    @property
    def attempts(self) -> int:
        return max(one.attempts for one in self.deliveries)


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def take_letter(at: datetime) -> Letter | None:
    """The letter that waits longest and that nobody else takes at this moment; None when nothing is due."""
    return _take(Q(state=DeliveryState.HELD, claimed_at__lte=at - ABANDONED), at) or _take(
        Q(state=DeliveryState.WAITING, due_at__lte=at)
        & (
            # What was begun is not gathered anew.
            Q(due_at__lte=at - GATHERED) | ~Q(message_id="") | Q(notification__kind=Kind.REMINDER)
        ),
        at,
    )


@transaction.atomic
def _take(which: Q, at: datetime) -> Letter | None:
    rows = Delivery.objects.filter(which, channel=Channel.MAIL).select_related("notification", "user")
    # With the person's row, so that nobody takes the other half of the letter: whoever is taken is passed over.
    locked = rows.select_for_update(of=("self", "user"), skip_locked=True, no_key=True)
    first = locked.order_by("due_at", "pk").first()
    if first is None:
        return None
    found = _of_letter(first, at).select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk")
    deliveries = list(found[:MOST_IN_ONE])
    message_id = first.message_id or f"<{first.pk.hex}.{int(first.due_at.timestamp())}@{host()}>"
    Delivery.objects.filter(pk__in=[one.pk for one in deliveries]).update(
        state=DeliveryState.HELD, claimed_at=at, message_id=message_id, attempts=F("attempts") + 1
    )
    for one in deliveries:
        one.attempts += 1
    return Letter(first.user_id, message_id, at, deliveries)


def _of_letter(first: Delivery, at: datetime) -> DeliveryQuerySet:
    mine = Delivery.objects.filter(user=first.user_id, channel=Channel.MAIL, state=first.state)
    if first.message_id:
        return mine.filter(message_id=first.message_id)
    together = mine.filter(message_id="", due_at__lte=at, is_digest=first.is_digest)
    return together if first.is_digest else together.filter(notification__subject=first.notification.subject)


def settle(letter: Letter, which: Collection[UUID], state: DeliveryState, reason: str = "") -> int:
    """Write down what became of these deliveries of a letter, as long as it is still this worker's; how many."""
    return _held(letter).filter(pk__in=list(which)).update(state=state, settled_at=timezone.now(), reason=reason[:300])


def put_off(letter: Letter, reason: str) -> bool:
    """Let what is left of the letter be tried again, with the same id; after the last attempt it is given up: False."""
    if letter.attempts >= MOST_ATTEMPTS:
        settle(letter, [one.pk for one in letter.deliveries], DeliveryState.FAILED, reason)
        return False
    due_at = timezone.now() + FIRST_WAIT * 2 ** (letter.attempts - 1)
    _held(letter).update(state=DeliveryState.WAITING, due_at=due_at, reason=reason[:300])
    return True


def drop_all_due(at: datetime) -> int:
    """Where no mail can be sent nothing waits for it."""
    due = Delivery.objects.due(at).filter(channel=Channel.MAIL).order_by()
    return due.update(state=DeliveryState.DROPPED, settled_at=at, reason=_("This server sends no mail."))


def _held(letter: Letter) -> DeliveryQuerySet:
    return Delivery.objects.filter(
        message_id=letter.message_id, state=DeliveryState.HELD, claimed_at=letter.taken_at, user=letter.user
    )
