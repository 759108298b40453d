"""
Signing in a program that has no browser of its own (RFC 8628): it shows a code, the person allows it where they are signed in.

No password is ever typed into the program; what it gets is a key like any other, in the list of the person's keys.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.keys.actions import create_key
from workstate.accounts.keys.models import DeviceRequest
from workstate.accounts.keys.scopes import EVERYTHING, clean_scopes
from workstate.accounts.keys.secret import fingerprint
from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle
from workstate.core.actor import Origin, Via
from workstate.core.errors import NotFound
from workstate.core.text import NAME_LENGTH, clean_line

LASTS: Final = timedelta(minutes=10)
INTERVAL: Final = 5
"""Seconds between two questions of a program."""
# Without vowels and what looks alike: no words come of it, and nobody mistypes it (RFC 8628, 6.1).
_ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
ASKING = Throttle("device request", amount=20, seconds=600)
TYPING = Throttle("device code typed", amount=20, seconds=600)


class Pending(Exception):
    """Nobody has answered yet. `code` is one of RFC 8628, 3.5."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Asked:
    request: DeviceRequest
    device_code: str


@transaction.atomic
def ask(client: str, scopes: Iterable[str] | None, *, origin: Origin) -> Asked:
    """Begin; raises Invalid, and TooMany for an address that asks without end."""
    ASKING.take(origin.address)
    client = clean_line(client, field="client", length=NAME_LENGTH, required=True)
    at = timezone.now()
    DeviceRequest.objects.filter(expires_at__lt=at - LASTS).delete()
    code = secrets.token_urlsafe(32)
    request = DeviceRequest.objects.create(
        hash=fingerprint(code),
        user_code="".join(secrets.choice(_ALPHABET) for _ in range(8)),
        client=client,
        scopes=clean_scopes(EVERYTHING if scopes is None else scopes),
        asked_from=origin.address,
        expires_at=at + LASTS,
    )
    return Asked(request, code)


def asked_with(user_code: str, *, by: User) -> DeviceRequest:
    """The request that shows this code; raises NotFound, and TooMany for whoever guesses."""
    TYPING.take(str(by.pk))
    return _open(user_code)


def _open(user_code: str, *, lock: bool = False) -> DeviceRequest:
    typed = "".join(letter for letter in user_code.upper() if letter in _ALPHABET)
    rows = DeviceRequest.objects.select_for_update() if lock else DeviceRequest.objects.all()
    found = rows.filter(user_code=typed, answered_at=None, expires_at__gt=timezone.now()).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def answer(user_code: str, *, by: User, allowed: bool) -> DeviceRequest:
    """Let the program act for the person, or not; raises NotFound for what is over or answered."""
    TYPING.take(str(by.pk))
    request = _open(user_code, lock=True)
    request.answered_at = timezone.now()
    request.allowed_by = by if allowed else None
    request.save(update_fields=["answered_at", "allowed_by"])
    return request


@transaction.atomic
def take_key(device_code: str, *, origin: Origin | None = None) -> str:
    """The key, once, if it was allowed; raises Pending with the code that says why not."""
    request = DeviceRequest.objects.select_for_update().filter(hash=fingerprint(device_code)).first()
    at = timezone.now()
    if request is None or request.expires_at <= at:
        raise Pending("expired_token")
    if request.answered_at is None:
        raise Pending("authorization_pending")
    if request.allowed_by is None or not request.allowed_by.is_active:
        raise Pending("access_denied")
    name = _("%(client)s, allowed %(day)s") % {"client": request.client[:90], "day": at.date().isoformat()}
    _key, text = create_key(request.allowed_by, name, request.scopes, via=Via.API, origin=origin)
    request.delete()
    return text


def is_hasty(device_code: str) -> bool:
    """Whether a program asks again before the interval is over; notes that it asked."""
    at = timezone.now()
    waiting = DeviceRequest.objects.filter(hash=fingerprint(device_code), answered_at=None).first()
    if waiting is None:
        return False
    DeviceRequest.objects.filter(pk=waiting.pk).update(polled_at=at)
    return waiting.polled_at is not None and waiting.polled_at > at - timedelta(seconds=INTERVAL - 1)
