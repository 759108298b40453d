"""What the tests of the entrance share: people with passwords, and a hasher that counts."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from django.contrib.auth.hashers import ScryptPasswordHasher

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.testing import PASSWORD
from workstate.workspaces.onboarding import open_account

SIGN_UP = "/accounts/signup/"
SIGN_IN = "/accounts/login/"
MAIL = {
    "EMAIL_CONFIGURED": True,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
}
CABLE_CUT = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 0.2, "SOCKET_TIMEOUT": 0.2, "IGNORE_EXCEPTIONS": True},
    }
}
COUNTING = ["workstate.accounts.tests.entering.CountingHasher"]


class CountingHasher(ScryptPasswordHasher):
    """Scrypt with little work, and a count of how often it was asked."""

    work_factor = 2**4
    asked: ClassVar[int] = 0
    _lock: ClassVar[threading.Lock] = threading.Lock()

    def _count(self) -> None:
        with self._lock:
            CountingHasher.asked += 1

    def encode(self, *args: Any, **kwargs: Any) -> str:
        self._count()
        return super().encode(*args, **kwargs)

    def verify(self, password: str, encoded: str) -> bool:
        # verify() encodes once: that is the count.
        return super().verify(password, encoded)


def person(email: str = "ana@example.org", name: str = "Ana Keller") -> User:
    return open_account(email, password=PASSWORD, name=name, via=Via.SYSTEM, address_is_known=True)


def sign_in(client: Any, email: str = "ana@example.org", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})
