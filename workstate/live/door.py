"""Who stands behind pages that come: asked for all at once that come while the database answers for others."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.conf import settings

from workstate.live.standing import Standing, standings_of

_KEY: Final = re.compile(r"[a-z0-9]{8,40}", re.ASCII)


class Door:
    """After a restart of the server everybody comes back within a second or two."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Future[Standing | None]]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def standing_of(self, session_key: str) -> Standing | None:
        """Whoever stands behind the session; None where it has ended or never was one."""
        if not session_key:
            return None
        answer: asyncio.Future[Standing | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(session_key, []).append(answer)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await answer

    async def _ask(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            pending = [(key, answer) for key, answers in asked.items() for answer in answers]
            try:
                found = await database_sync_to_async(standings_of)(list(asked))
            except Exception as error:  # the database may be away: each page comes again by itself
                for _key, answer in pending:
                    if not answer.done():
                        answer.set_exception(error)
            else:
                for key, answer in pending:
                    if not answer.done():
                        answer.set_result(found.get(key))
        self._asking = None


_doors: WeakKeyDictionary[asyncio.AbstractEventLoop, Door] = WeakKeyDictionary()


def door() -> Door:
    """The door of this process: of its event loop."""
    return _doors.setdefault(asyncio.get_running_loop(), Door())


def session_key_of(scope: Mapping[str, Any]) -> str:
    """As the cookie says it; empty for what cannot be one."""
    said = scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
    return said if _KEY.fullmatch(said) else ""
