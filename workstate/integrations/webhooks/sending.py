"""Messages that are due leave the house, to several receivers at once; several workers may be at it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from workstate.core.outgoing import Refused, Unanswered, send
from workstate.integrations.webhooks.actions import disable, note_answered, note_failure
from workstate.integrations.webhooks.claiming import AT_ONCE, Taken, give_back, settle, take
from workstate.integrations.webhooks.models import WebhookDelivery
from workstate.integrations.webhooks.signing import headers_of

logger = logging.getLogger(__name__)

LONGEST: Final = timedelta(minutes=2)
"""So long a worker sends before it lets others have their turn; the next look goes on."""
CHAIN: Final = 60.0
"""Seconds that the messages to one receiver may take together; what is left is given back."""
SHOWN: Final = 500
"""Characters of an answer that the log keeps."""
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """`is_silent`: the receiver itself is in trouble, whatever the message; the next one would fare no better."""

    delivery: WebhookDelivery
    tried: dict[str, Any]
    status: int | None
    is_silent: bool

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send_due(at: datetime | None = None) -> int:
    """Send what is due by the instant; how many messages were taken by their receivers."""
    sent, begun = 0, timezone.now()
    while timezone.now() - begun < LONGEST:
        taken = take(at or timezone.now())
        if not taken:
            break
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            # The threads speak to receivers, this one to the database.
            running = {pool.submit(lambda one: list(_chain(one)), one): one for one in taken}
            for done in as_completed(running):
                try:
                    sent += _settle(running[done], done.result())
                except Exception:
                    # Whatever is wrong with this one must hold up no other; it is tried again when it counts as abandoned.
                    logger.exception("Messages to webhook %s could not be settled.", running[done].webhook.pk)
    return sent


def _chain(taken: Taken) -> Iterator[Outcome]:
    """One message after the other, until one is not answered or the time is over."""
    begun = time.monotonic()
    for delivery in taken.deliveries:
        if time.monotonic() - begun > CHAIN:
            return
        outcome = _send(taken, delivery)
        yield outcome
        if outcome.is_silent or outcome.status == GONE:
            return


def _send(taken: Taken, delivery: WebhookDelivery) -> Outcome:
    at, begun = timezone.now(), time.monotonic()
    body = delivery.body.encode()
    headers = headers_of(delivery.message_id, body, at, taken.webhook.secrets_at(at))
    status: int | None = None
    try:
        answer = send("POST", taken.webhook.url, body=body, headers={"User-Agent": "Workstate", **headers})
        status = answer.status
        said = answer.body[:SHOWN].decode("utf-8", "replace").replace("\x00", "")
        is_silent = status >= 500 or status == 429
    except (Refused, Unanswered) as error:
        said, is_silent = error.message, True
    tried = {
        "at": at.isoformat(),
        "milliseconds": round((time.monotonic() - begun) * 1000),
        "status": status,
        "said": said[:SHOWN],
    }
    return Outcome(delivery, tried, status, is_silent)


def _settle(taken: Taken, outcomes: list[Outcome]) -> int:
    sent = 0
    for outcome in outcomes:
        mine = settle(taken, outcome.delivery, outcome.tried, is_taken=outcome.is_taken)
        sent += mine and outcome.is_taken
        if outcome.is_taken:
            note_answered(taken.webhook)
        elif outcome.status == GONE:
            disable(taken.webhook, "gone")
        else:
            note_failure(taken.webhook, is_silent=outcome.is_silent)
    give_back(taken)
    return sent
