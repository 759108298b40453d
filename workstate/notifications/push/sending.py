"""Pushes that are due leave the house, to all browsers in which their person listens; several workers may be at it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.linked import as_written_by
from workstate.accounts.models import User
from workstate.notifications.kinds import Channel
from workstate.notifications.models import Delivery, DeliveryState, PushReceipt, PushSubscription
from workstate.notifications.push.claiming import count_failure, drop_unheard, put_off, settle, take_push
from workstate.notifications.push.keys import push_key
from workstate.notifications.push.posting import Message, Outcome, Verdict, message_of, post
from workstate.notifications.wanted import still_wanted

logger = logging.getLogger(__name__)

MOST: Final = 500
LONGEST: Final = timedelta(minutes=2)
"""So long a worker sends before it lets others have their turn; the next look goes on."""


def send_due_push(at: datetime | None = None) -> int:
    """Send what is due by the instant; how many of them reached a push service."""
    drop_unheard(at or timezone.now())
    sent, begun = 0, timezone.now()
    for _turn in range(MOST):
        if timezone.now() - begun > LONGEST:
            break
        taken = take_push(at or timezone.now())
        if taken is None:
            break
        try:
            sent += send(taken)
        except Exception:
            # Whatever is wrong with this one must hold up no other.
            logger.exception("Push %s could not be sent.", taken.pk)
            put_off(taken, _("It could not be sent."))
    return sent


def send(taken: Delivery) -> bool:
    """Whether a push service took it. What nobody may or needs to be told any more is dropped."""
    user = User.objects.filter(pk=taken.user_id, is_active=True).first()
    wanted = still_wanted([taken.notification_id], user, Channel.PUSH) if user else ()
    if user is None or not wanted:
        settle(taken, DeliveryState.DROPPED, _("Read, done with, or not to be seen any more."))
        return False
    at = timezone.now()
    listening = (
        PushSubscription.objects.of(user)
        .signed_in(at)
        .exclude(pk__in=PushReceipt.objects.filter(delivery=taken).values("subscription"))
    )
    left = list(listening.order_by("pk"))
    paused = [one for one in left if one.paused_until and one.paused_until > at]
    tried = [one for one in left if one not in paused]
    with as_written_by(user):
        message = message_of(wanted[0], user)
    outcomes = _post_to(tried, message)
    has_failed = [_settle_one(taken, one, outcome) for one, outcome in zip(tried, outcomes, strict=True)]
    if paused or any(has_failed):
        reasons = [outcome.reason for outcome in outcomes if outcome.verdict == Verdict.LATER]
        put_off(taken, reasons[0] if reasons else _("Its push service did not answer lately."))
    elif PushReceipt.objects.filter(delivery=taken).exists():
        settle(taken, DeliveryState.SENT)
    elif any(outcome.verdict == Verdict.NEVER for outcome in outcomes):
        settle(taken, DeliveryState.FAILED, next(one.reason for one in outcomes if one.verdict == Verdict.NEVER))
    else:
        settle(taken, DeliveryState.DROPPED, _("No browser listens."))
    return any(outcome.verdict == Verdict.TAKEN for outcome in outcomes)


def _post_to(subscriptions: Sequence[PushSubscription], message: Message) -> list[Outcome]:
    """To all at once: a service that does not answer must not let the others wait."""
    if not subscriptions:
        return []
    key = push_key()
    with ThreadPoolExecutor(max_workers=len(subscriptions)) as pool:
        return list(pool.map(lambda one: post(one, message, key), subscriptions))


@transaction.atomic
def _settle_one(taken: Delivery, subscription: PushSubscription, outcome: Outcome) -> bool:
    """Write down what the service of one browser said; whether it is to be tried again."""
    row = PushSubscription.objects.select_for_update().filter(pk=subscription.pk)
    if not row.exists():
        return False
    if outcome.verdict == Verdict.GONE:
        row.delete()
    elif outcome.verdict == Verdict.TAKEN:
        PushReceipt.objects.bulk_create([PushReceipt(delivery=taken, subscription=subscription)], ignore_conflicts=True)
        row.update(sent_at=timezone.now(), failures=0, paused_until=None)
    elif outcome.verdict == Verdict.LATER:
        count_failure(subscription)
    return outcome.verdict == Verdict.LATER
