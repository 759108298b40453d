"""
How often something may be tried. Counted in PostgreSQL by one statement, so that fifty requests at once are fifty.

Nothing here depends on the cache: wiped or gone, the counts hold. A count that is over is deleted by the next newcomer.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.devices import known_device
from workstate.accounts.models import Attempts

# Literal, so that nothing is ever put together: one statement each, since what is read apart is out of date.
_COUNT = """
    INSERT INTO accounts_attempts AS a (key, count, forgotten_at) VALUES (%(key)s, 1, %(end)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN a.forgotten_at <= %(at)s THEN 1 ELSE a.count + 1 END,
        forgotten_at = CASE WHEN a.forgotten_at <= %(at)s THEN %(end)s ELSE a.forgotten_at END
    RETURNING count, forgotten_at
"""
# 2 ^ 20 is beyond every `longest`; the bound keeps the power small.
_COUNT_UNLESS_CLOSED = """
    INSERT INTO accounts_attempts AS a (key, count, blocked_until, forgotten_at)
    VALUES (%(key)s, 1, CASE WHEN %(free)s <= 1 THEN %(at)s + make_interval(secs => %(delay)s) END, %(end)s)
    ON CONFLICT (key) DO UPDATE SET (count, blocked_until, forgotten_at) = (
        SELECT n, CASE WHEN n >= %(free)s THEN %(at)s + make_interval(
            secs => least(%(longest)s, %(delay)s * power(2, least(n - %(free)s, 20)))
        ) END, %(end)s
        FROM (SELECT CASE WHEN a.forgotten_at <= %(at)s THEN 1 ELSE a.count + 1 END AS n) AS next
    )
    WHERE a.blocked_until IS NULL OR a.blocked_until <= %(at)s
    RETURNING count
"""
_SWEEP = """
    DELETE FROM accounts_attempts WHERE key IN (
        SELECT key FROM accounts_attempts WHERE forgotten_at < %(at)s LIMIT %(most)s FOR UPDATE SKIP LOCKED
    )
"""
_SWEPT_AT_ONCE = 50
# An IPv6 customer has at least this much of the address to play with.
_IPV6_PREFIX = 64


class TooMany(Exception):
    """Tried too often; `seconds` from now it may be tried again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        if self.seconds < 90:
            wait = ngettext("Wait %(count)d second", "Wait %(count)d seconds", self.seconds) % {"count": self.seconds}
        else:
            minutes = math.ceil(self.seconds / 60)
            wait = ngettext("Wait %(count)d minute", "Wait %(count)d minutes", minutes) % {"count": minutes}
        self.message = _("That was tried too often. %(wait)s, then try again.") % {"wait": wait}
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many times in so many seconds, then no more until they are over."""

    name: str
    amount: int
    seconds: int

    def take(self, who: str) -> None:
        """Count one; raises TooMany."""
        at = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"key": _key(self.name, who), "at": at, "end": at + timedelta(seconds=self.seconds)})
            count, end = cursor.fetchone()
        if count == 1:
            _sweep(at)
        if count > self.amount:
            raise TooMany((end - at).total_seconds())


@dataclass(frozen=True, slots=True)
class Lock:
    """
    `free` failures cost nothing; each one after that closes the door for a while: `delay` seconds, doubling up to `longest`.

    Every attempt is counted before it is made, for a count made afterwards lets a crowd in. What succeeds gives its count
    back.
    """

    name: str
    free: int
    delay: int
    longest: int
    memory: int

    def take(self, who: str) -> int:
        """Count one attempt and answer which it is; raises TooMany while the door is closed, and counts nothing then."""
        at = timezone.now()
        key = _key(self.name, who)
        with connection.cursor() as cursor:
            cursor.execute(
                _COUNT_UNLESS_CLOSED,
                {
                    "key": key,
                    "at": at,
                    "end": at + timedelta(seconds=self.memory),
                    "free": self.free,
                    "delay": self.delay,
                    "longest": self.longest,
                },
            )
            counted = cursor.fetchone()
        if counted is None:
            until = Attempts.objects.filter(key=key).values_list("blocked_until", flat=True).first()
            raise TooMany((until - at).total_seconds() if until else 1)
        if counted[0] == 1:
            _sweep(at)
        return int(counted[0])

    def give_back(self, who: str) -> None:
        """The attempt succeeded and was none that one must bound."""
        Attempts.objects.filter(key=_key(self.name, who)).update(count=Greatest(F("count") - 1, 0), blocked_until=None)

    def forget(self, who: str) -> None:
        Attempts.objects.filter(key=_key(self.name, who)).delete()


# A person who mistypes on a device that has signed in before is bounded by that device alone: nobody else can close it.
ON_KNOWN_DEVICE = Lock("sign-in device", free=5, delay=30, longest=900, memory=24 * 3600)
# Everybody else: this account from this address; this account from anywhere; any account from this address.
FROM_ADDRESS = Lock("sign-in pair", free=5, delay=60, longest=900, memory=24 * 3600)
OF_ACCOUNT = Lock("sign-in account", free=20, delay=60, longest=900, memory=24 * 3600)
OF_ADDRESS = Lock("sign-in address", free=40, delay=60, longest=900, memory=6 * 3600)


class SignInGuard:
    """
    Bounds the guessing of one account's password, without a way to lock its owner out.

    Working sessions are never asked. A browser that has signed in to the account before (a signed cookie says so) has a
    count of its own; strangers share the counts of the address and of the account, whether there is such an account or not.
    """

    def __init__(self, request: HttpRequest, email: str) -> None:
        email = email.strip().lower()
        address = address_of(request)
        device = known_device(request, email)
        self.has_closed = False
        """Whether this attempt is the one after which the account's door closes, for the first time in a while."""
        self._own: tuple[Lock, str]
        self._shared: Sequence[tuple[Lock, str]]
        if device:
            self._own, self._shared = (ON_KNOWN_DEVICE, f"{device} {email}"), ()
        else:
            self._own = (FROM_ADDRESS, f"{address} {email}")
            self._shared = ((OF_ADDRESS, address), (OF_ACCOUNT, email))

    def take(self) -> None:
        """Count one attempt everywhere or, raising TooMany, nowhere."""
        with transaction.atomic():
            # Always in the same order, so that two attempts cannot wait for each other.
            counts = [(lock, lock.take(who)) for lock, who in (*self._shared, self._own)]
        self.has_closed = any(count == lock.free for lock, count in counts if lock is not OF_ADDRESS)

    def succeeded(self) -> None:
        lock, who = self._own
        lock.forget(who)
        for lock, who in self._shared:
            lock.give_back(who)


def address_of(request: HttpRequest) -> str:
    """Who asks, as far as the network tells: an IPv4 address, or the network of an IPv6 one."""
    ip: str = get_adapter().get_client_ip(request)
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, _IPV6_PREFIX), strict=False))
    return str(address)


def _key(name: str, who: str) -> str:
    return salted_hmac(f"workstate.throttle.{name}", who, algorithm="sha256").hexdigest()


def _sweep(at: datetime) -> None:
    """Delete some rows that nobody will ask for again. Skips what others hold."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, {"at": at, "most": _SWEPT_AT_ONCE})
