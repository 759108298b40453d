"""
A request with an Idempotency-Key happens once, however often it is sent (draft-ietf-httpapi-idempotency-key-header-07).

What it did and what was answered are committed together: a program that got no answer sends it again and is given the first
one. The same key for something else is refused, and so is one that is being worked on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.keys.authentication import key_of
from workstate.api.errors import problem_page
from workstate.api.models import IdempotentAnswer
from workstate.core.errors import lost_race

KEPT: Final = timedelta(hours=24)
LONGEST: Final = 255
_UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Nothing was done, and another time it may be.
_NOT_KEPT: Final = frozenset({401, 403, 409, 412, 429})
_HEADERS: Final = ("Content-Type", "Location", "Workstate-Batch", "ETag")


class IdempotencyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        concerned = request.path.startswith("/api/") and request.method in _UNSAFE and request.user.is_authenticated
        if key is None or not concerned:
            return self.get_response(request)
        if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
            return problem_page(400, "invalid_idempotency_key", _("An Idempotency-Key has 1 to 255 ASCII characters."))
        try:
            return self._once(request, key)
        except DatabaseError as error:
            # The database looks at some things when the transaction ends, which is here.
            if conflict := lost_race(error):
                return problem_page(409, "conflict", conflict.message)
            raise

    @transaction.atomic
    def _once(self, request: HttpRequest, key: str) -> HttpResponse:
        credential = key_of(request)
        named: dict[str, Any] = {
            "user": request.user,
            "credential": str(credential.pk) if credential else "",
            "key": key,
        }
        if not _try_turn(f"idempotency:{request.user.pk}:{named['credential']}:{key}"):
            return problem_page(409, "in_flight", _("The first request with this key is being worked on. Ask again."))
        fingerprint = _fingerprint(request)
        at = timezone.now()
        kept = IdempotentAnswer.objects.filter(**named).first()
        if kept and kept.made_at > at - KEPT:
            return _again(kept, fingerprint)
        response = self.get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif response.status_code not in _NOT_KEPT and not response.streaming:
            values = {
                "fingerprint": fingerprint,
                "status": response.status_code,
                "headers": {name: response[name] for name in _HEADERS if name in response},
                "body": None if getattr(response, "tells_secret", False) else response.content,
                "made_at": at,
            }
            IdempotentAnswer.objects.update_or_create(**named, defaults=values)
        return response


def clear_answers() -> int:
    """Remove what is kept no longer; how many."""
    return IdempotentAnswer.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]


def _again(kept: IdempotentAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        detail = _("This Idempotency-Key was used for another request. Take a new one for each.")
        return problem_page(422, "idempotency_key_reused", detail)
    if kept.body is None:
        return problem_page(409, "told_once", _("This was done. What was told with it is told once."))
    return HttpResponse(bytes(kept.body), status=kept.status, headers={**kept.headers, "Idempotent-Replayed": "true"})


def _fingerprint(request: HttpRequest) -> str:
    """A file is known by its length: it is not read into memory for this."""
    told = f"{request.method} {request.get_full_path()} {request.content_type}\n".encode()
    if request.content_type == "multipart/form-data":
        return sha256(told + request.META.get("CONTENT_LENGTH", "").encode()).hexdigest()
    try:
        return sha256(told + request.body).hexdigest()
    except RequestDataTooBig:
        return sha256(told).hexdigest()  # The view refuses it in its own words.


def _try_turn(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])
