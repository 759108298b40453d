"""
Sessions in PostgreSQL with a copy in the cache, as Django's cached_db keeps them, and dead at once when they are ended.

Django deletes the copy; a request that had read the row a moment before would put it back. Here a mark takes the place of the
copy once the deletion is committed, and what is read from the row never overwrites it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.models import Session
from django.core.cache.backends.base import BaseCache
from django.db import transaction

ENDED: Final = {"ended": True}
REMEMBERED: Final = 3600
"""Seconds for which the mark stands: longer than any request lasts that may still know the session."""


class SessionStore(CachedStore):
    _cache: BaseCache
    _get_session_from_db: Callable[[], Session | None]

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] | None = self._cache.get(self.cache_key)
        if data == ENDED:
            self._session_key = None
            return {}
        if data is None:
            row = self._get_session_from_db()
            if not row:
                return {}
            data = self.decode(row.session_data)
            self._cache.add(self.cache_key, data, self.get_expiry_age(expiry=row.expire_date))
        return data

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            transaction.on_commit(partial(self._cache.set, self.cache_key_prefix + key, ENDED, REMEMBERED))

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)
