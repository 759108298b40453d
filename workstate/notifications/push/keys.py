"""The pair of keys by which push services know this server (VAPID, RFC 8292)."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from workstate.notifications.models import PushKey, PushSubscription


def push_key() -> PushKey:
    """The pair; made when it is asked for first, and the same for everybody who asks at that moment."""
    found = PushKey.objects.first()
    if found is None:
        PushKey.objects.bulk_create([_made()], ignore_conflicts=True)
        found = PushKey.objects.get()
    return found


@transaction.atomic
def rotate_push_key() -> int:
    """
    Make a new pair, as when the private key has come to others; how many browsers are told nothing until they subscribe anew.

    A subscription is good for the key with which it was made, and for no other.
    """
    PushKey.objects.select_for_update().first()
    PushKey.objects.all().delete()
    PushKey.objects.bulk_create([_made()])
    count = PushSubscription.objects.count()
    PushSubscription.objects.all().delete()
    return count


def _made() -> PushKey:
    pair = ec.generate_private_key(ec.SECP256R1())
    point = pair.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return PushKey(private=_text(pair.private_numbers().private_value.to_bytes(32, "big")), public=_text(point))


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
