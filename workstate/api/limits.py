"""
How often programs may ask. Counted in Valkey, by key, else by person, else by address; without Valkey nobody is refused.

The generic cell rate algorithm: what may come in a minute may come at once, and comes back evenly. One value per caller, and
one step in Valkey, so that a hundred requests at once are a hundred.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from workstate.accounts.keys.authentication import key_of
from workstate.accounts.throttles import address_of
from workstate.api.errors import problem_page

logger = logging.getLogger(__name__)

WINDOW: Final = 60
"""Seconds."""
LEFT_ALONE: Final = 10
"""So many seconds Valkey is not asked after it did not answer: nobody waits for it with each request."""
# By Valkey's own clock, in microseconds: several servers count as one.
_STEP: Final = """
local moment = redis.call('TIME')
local now = moment[1] * 1000000 + moment[2]
local each = tonumber(ARGV[1])
local most = tonumber(ARGV[2])
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
local after = full + each
if after - now > most then
  return {0, 0, after - now - most, full - now}
end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
return {1, math.floor((most - (after - now)) / each), 0, after - now}
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one caller after one request; times in seconds."""

    is_allowed: bool
    left: int
    wait: float
    until_all: float


class LimitsMiddleware:
    """Refuses what is too much, and says with every answer what is left (draft-ietf-httpapi-ratelimit-headers-10)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        policy, who = _caller(request)
        most = settings.API_LIMITS.get(policy, 0)
        standing = _take(f"{policy}:{who}", most) if most else None
        if standing is None:
            return self.get_response(request)
        response = self.get_response(request) if standing.is_allowed else _refusal(math.ceil(standing.wait))
        response["RateLimit-Policy"] = f'"{policy}";q={most};w={WINDOW}'
        response["RateLimit"] = f'"{policy}";r={standing.left};t={math.ceil(standing.until_all)}'
        return response


def _caller(request: HttpRequest) -> tuple[str, str]:
    if key := key_of(request):
        return "key", str(key.pk)
    if request.user.is_authenticated:
        return "person", str(request.user.pk)
    return "address", address_of(request)


class _Absence:
    """Until when Valkey is not asked, by this process's clock."""

    until = 0.0


def _take(who: str, most: int) -> Standing | None:
    """Count one; None if nobody could be asked."""
    if time.monotonic() < _Absence.until:
        return None
    each = WINDOW * 1_000_000 // most
    try:
        connection: Any = get_redis_connection("default")
        allowed, left, wait, until_all = connection.eval(_STEP, 1, f"workstate:limit:{who}", each, each * most)
    except (RedisError, OSError) as error:
        _Absence.until = time.monotonic() + LEFT_ALONE
        logger.warning("Requests are not counted for %s seconds: %s", LEFT_ALONE, error)
        return None
    return Standing(bool(allowed), left, wait / 1_000_000, until_all / 1_000_000)


def _refusal(seconds: int) -> HttpResponse:
    seconds = max(1, seconds)
    detail = _("You ask too often. Wait as long as Retry-After says, then go on.")
    response = problem_page(429, "too_many_requests", detail)
    response["Retry-After"] = str(seconds)
    return response
