"""One push to the service of one browser: encrypted for it, signed by us, sent through the guarded client."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from pywebpush import WebPushException, webpush

from workstate.accounts.models import User
from workstate.core.outgoing import Refused, Unanswered, send
from workstate.notifications.kinds import TRAITS, Kind
from workstate.notifications.models import Notification, PushKey, PushSubscription
from workstate.notifications.reading import told

KEPT_FOR: Final = 12 * 3600
"""Seconds for which a service keeps it for a browser that is not running."""
LONGEST_TITLE, LONGEST_BODY = 120, 240


class Verdict(StrEnum):
    TAKEN = "taken"
    GONE = "gone"
    """The browser does not listen any more."""
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What the browser is given. `topic` is of the subject: a later message takes the place of one not yet delivered."""

    body: str
    topic: str
    urgency: str


def message_of(notification: Notification, user: User) -> Message:
    """In the person's language; little, as it lies on screens that others see: title, what happened, and where it leads."""
    (one,) = told([notification], user)
    key = f"{one.subject.key} " if one.subject.key else ""
    topic = base64.urlsafe_b64encode(
        hashlib.sha256(f"{user.pk}.{notification.subject}".encode()).digest()[:24]
    ).decode()
    said = {
        "title": Truncator(f"{key}{one.subject.title}").chars(LONGEST_TITLE),
        "body": Truncator(one.sentence).chars(LONGEST_BODY),
        "path": one.path,
        "tag": topic,
    }
    return Message(json.dumps(said), topic, "high" if TRAITS[Kind(notification.kind)].is_personal else "normal")


def post(subscription: PushSubscription, message: Message, key: PushKey) -> Outcome:
    """Send it; asks the database nothing, so that it may run in any thread."""
    try:
        webpush(
            {"endpoint": subscription.endpoint, "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}},
            message.body,
            vapid_private_key=key.private,
            vapid_claims={"sub": _contact()},
            ttl=KEPT_FOR,
            headers={"Topic": message.topic, "Urgency": message.urgency},
            requests_session=_Guarded(),
        )
    except Refused as refusal:
        return Outcome(Verdict.GONE, refusal.message)
    except Unanswered as error:
        return Outcome(Verdict.LATER, error.message)
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 0
        return Outcome(_verdict(status), _("The push service answered %(status)s.") % {"status": status})
    return Outcome(Verdict.TAKEN)


def _verdict(status: int) -> Verdict:
    """401 and 403 say that it was made for another key than ours; 404 and 410 that it is over (RFC 8030, 7.3)."""
    if status in {401, 403, 404, 410}:
        return Verdict.GONE
    return Verdict.LATER if status in {408, 425, 429} or status >= 500 else Verdict.NEVER


def _contact() -> str:
    """Whom a push service may write to about us (RFC 8292, 2.1)."""
    if settings.SITE_URL.startswith("https://"):
        return str(settings.SITE_URL)
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    return f"mailto:{address or 'workstate@' + (urlsplit(settings.SITE_URL).hostname or 'localhost')}"


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer in the words that pywebpush reads."""

    status_code: int
    reason: str
    text: str
    headers: Mapping[str, str]


class _Guarded:
    """What pywebpush sends through in place of a session of requests."""

    def post(self, endpoint: str, *, data: bytes, headers: Mapping[str, str], **options: Any) -> _Reply:
        answer = send("POST", endpoint, body=data, headers={name: str(value) for name, value in headers.items()})
        return _Reply(answer.status, "", answer.body[:200].decode(errors="replace"), answer.headers)
