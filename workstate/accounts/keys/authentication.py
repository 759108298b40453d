"""Whose key this is. Asked of the database each time: what is revoked opens nothing a moment later."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from workstate.accounts.keys.models import ApiKey
from workstate.accounts.keys.secret import fingerprint, is_key

USED_EVERY = timedelta(minutes=1)


def person_of_key(text: str) -> ApiKey | None:
    """The key with its person, if it opens something at this moment."""
    if not is_key(text):
        return None
    return ApiKey.objects.valid(timezone.now()).select_related("user").filter(hash=fingerprint(text)).first()


def bearer(header: str) -> str | None:
    """What an Authorization header of the scheme Bearer carries (RFC 6750, 2.1); None for any other."""
    scheme, _space, text = header.partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def note_use(key: ApiKey, address: str) -> None:
    """Write down that a key is used: once in a minute, not with every request."""
    at = timezone.now()
    if key.last_used_at and key.last_used_at > at - USED_EVERY:
        return
    lately = Q(last_used_at__gt=at - USED_EVERY)
    ApiKey.objects.filter(pk=key.pk).exclude(lately).update(last_used_at=at, last_used_from=address[:49])


def key_of(request: HttpRequest) -> ApiKey | None:
    """With which the request came; None for a browser's."""
    return getattr(request, "api_key", None)
