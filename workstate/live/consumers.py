from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from rest_framework.utils.encoders import JSONEncoder

from workstate.accounts.models import User
from workstate.accounts.sessions import SessionStore
from workstate.live.acts import answer_to
from workstate.live.door import door, session_key_of
from workstate.live.hub import hub
from workstate.live.log import parse_start

NOT_SIGNED_IN = 4401


class PageConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """
    One socket per open page. Says what has changed, as {"changed": [topic, …], "after": a place in the log}.

    The page says once where it begins: "since 2026-11-23T10:00:00.000+00:00", the server's time at which it was drawn, or,
    when it comes back, "after" and the place that it was told last. It is told what has happened since, so that nothing falls
    between drawing and listening. "at" and a place says what is looked at (beside.py). "ping" is answered with the server's time. A message in JSON is an act (acts.py); its answer
    goes to this socket alone.

    The hub (hub.py) looks at the session and at what its person may hear anew before each message; each act does, too.
    """

    # The hub listens for all pages of the process.
    channel_layer_alias = None

    async def connect(self) -> None:
        self.hears: frozenset[str] = frozenset()
        self.name = uuid4().hex[:12]
        self.place = ""
        self.heard = False
        self.session_key = session_key_of(self.scope)
        standing = await door().standing_of(self.session_key)
        if standing is None:
            await self.close(NOT_SIGNED_IN)
            return
        self.user, self.hears = standing.user, standing.groups
        hub().enter(self)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        hub().leave(self)
        await hub().seats.leave(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data == "ping":
            await self.tell({"now": timezone.now().isoformat(), **hub().where(self)})
        elif text_data == "at" or (text_data and text_data.startswith("at ")):
            await hub().seats.go_to(self, text_data[3:])
        elif text_data and text_data.startswith("{"):
            await self._act(text_data)
        elif text_data and (start := parse_start(text_data)):
            hub().begin(self, start)

    async def tell(self, message: Mapping[str, Any]) -> None:
        await self.send(json.dumps(message))

    async def shut(self) -> None:
        hub().leave(self)
        await self.close(NOT_SIGNED_IN)

    async def _act(self, text: str) -> None:
        """One after the other, in the order in which they came."""
        user = await _user_of(self.session_key)
        if user is None:
            await self.shut()
        else:
            await self.send(json.dumps(await _answer_to(text, user), cls=JSONEncoder))


@database_sync_to_async  # type: ignore[untyped-decorator]
def _user_of(session_key: str) -> User | None:
    """The person of the session, read anew; None if it was ended or they are not active any more."""
    user = get_user(_Request(SessionStore(session_key)))  # type: ignore[arg-type]
    return user if isinstance(user, User) else None


@database_sync_to_async  # type: ignore[untyped-decorator]
def _answer_to(text: str, user: User) -> dict[str, Any]:
    return answer_to(text, user)


class _Request:
    """As much of a request as get_user() reads."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session
