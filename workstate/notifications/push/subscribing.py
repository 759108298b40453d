"""Which browsers a person is told in."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from workstate.accounts.devices import LONGEST_AGENT, device_code
from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.errors import Conflict, Invalid
from workstate.core.outgoing import Refused, check_address
from workstate.notifications.models import PushSubscription
from workstate.notifications.models.push import LONGEST_ENDPOINT
from workstate.notifications.push.keys import push_key

MOST: Final = 20
"""Browsers of one person; another one takes the place of the oldest."""


@transaction.atomic
def subscribe(
    user: User, *, session_key: str, endpoint: str, p256dh: str, auth: str, key: str, agent: str = ""
) -> PushSubscription:
    """
    Tell the person in this browser, as long as they are signed in there. Again it only brings the facts up to date.

    `key` is the public key with which the browser subscribed. Raises Invalid at the field, Conflict for a key of the past.
    """
    _check(endpoint, p256dh, auth)
    if not constant_time_compare(key, push_key().public):
        raise Conflict(_("The keys of this server have changed. Load the page again."))
    # Taken, so that the oldest go one after another, and a sign-in that ends now leaves nothing behind.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    session = Session.objects.select_for_update(no_key=True).filter(pk=session_key).first()
    if session is None:
        raise Conflict(_("You are not signed in any more. Sign in and try again."))
    columns = {"p256dh": p256dh, "auth": auth, "device": device_code(agent[:LONGEST_AGENT])}
    # A browser has one subscription: of the same browser under another endpoint, or of somebody else in it, none is left.
    others = PushSubscription.objects.filter(session=session).exclude(endpoint=endpoint)
    others.delete()
    PushSubscription.objects.filter(endpoint=endpoint).exclude(user=user).delete()
    found, is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={**columns, "user": user, "session": session, "failures": 0, "paused_until": None},
    )
    if is_new:
        newest = PushSubscription.objects.of(user).order_by("-made_at", "-pk").values_list("pk", flat=True)
        PushSubscription.objects.filter(pk__in=list(newest[MOST:])).delete()
        _record(found, user, push=True)
    return found


@transaction.atomic
def unsubscribe(found: PushSubscription, *, user: User) -> None:
    """Nothing more is sent to that browser."""
    if PushSubscription.objects.of(user).filter(pk=found.pk).delete()[0]:
        _record(found, user, push=False)


def _record(found: PushSubscription, user: User, *, push: bool) -> None:
    record_for_account(
        Verb.NOTIFICATION_PREFERENCES_CHANGED, found, user=user, via=Via.WEB, push=push, device=found.device
    )


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    if len(endpoint) > LONGEST_ENDPOINT:
        raise Invalid(_("The push service has named an address that is too long."), field="endpoint")
    try:
        check_address(endpoint)
    except Refused as refusal:
        raise Invalid(
            _("Nothing can be sent to the push service of this browser (%(reason)s)") % {"reason": refusal.message},
            field="endpoint",
        ) from None
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _octets(p256dh, 65))
    except ValueError:
        raise Invalid(_("This is not a key of a browser."), field="p256dh") from None
    try:
        _octets(auth, 16)
    except ValueError:
        raise Invalid(_("This is not a secret of a browser."), field="auth") from None


def _octets(text: str, count: int) -> bytes:
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(text[:20]) from None
    if len(octets) != count:
        raise ValueError(len(octets))
    return octets
