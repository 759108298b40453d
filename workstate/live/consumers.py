from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.utils import timezone
from rest_framework.utils.encoders import JSONEncoder

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.core.actor import Role
from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.live.acts import answer_to
from workstate.live.audience import EVERYTHING, pokes_for, user_group, workspace_group
from workstate.workspaces.models import Membership

TOGETHER = 0.05  # seconds in which pokes are put into one message
NOT_SIGNED_IN = 4401
SLOW_COMMIT = timedelta(seconds=0.5)
MOST_MISSED = 100
LONGEST_MISSED = timedelta(hours=12)


class PageConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """
    One socket per open page. Says what has changed, as {"changed": [topic, …]}.

    The page says once from when it is ("since 2026-11-23T10:00:00.000+00:00", the server's time at which it was drawn or
    last heard anything) and is told what has happened since, so that nothing falls between drawing and listening.
    "ping" is answered with the server's time. A message in JSON is an act (acts.py); its answer goes to this socket alone.

    The session is looked at again before each message, so that a page whose session was ended learns nothing more.
    """

    async def connect(self) -> None:
        self.topics: dict[str, None] = {}
        self.flushing: asyncio.Task[None] | None = None
        self.joined: list[str] = []
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NOT_SIGNED_IN)
            return
        self.joined = await _groups_of(user)
        for group in self.joined:
            await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.flushing:
            self.flushing.cancel()
        for group in self.joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data == "ping":
            await self.send(json.dumps({"now": timezone.now().isoformat()}))
        elif text_data and text_data.startswith("since ") and (since := parse_moment(text_data[6:])):
            missed = await _missed(self.scope["user"], since, frozenset(self.joined))
            if missed:
                await self.poke({"changed": missed})
        elif text_data and text_data.startswith("{"):
            await self._act(text_data)

    async def _act(self, text: str) -> None:
        """One after the other, in the order in which they came."""
        user = await _user_of(self.scope["session"])
        if user is None:
            await self.close(NOT_SIGNED_IN)
        else:
            await self.send(json.dumps(await _answer_to(text, user), cls=JSONEncoder))

    async def poke(self, message: dict[str, Any]) -> None:
        self.topics.update(dict.fromkeys(message["changed"]))
        if self.flushing is None:
            self.flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        await asyncio.sleep(TOGETHER)
        self.flushing = None
        topics, self.topics = list(self.topics), {}
        if await _user_of(self.scope["session"]):
            await self.send(json.dumps({"changed": topics}))
        else:
            await self.close(NOT_SIGNED_IN)


@database_sync_to_async  # type: ignore[untyped-decorator]
def _groups_of(user: User) -> list[str]:
    memberships = Membership.objects.filter(user=user, workspace__deleted_at=None).exclude(role=Role.GUEST)
    return [user_group(user.pk), *map(workspace_group, memberships.values_list("workspace_id", flat=True))]


@database_sync_to_async  # type: ignore[untyped-decorator]
def _missed(user: User, since: datetime, groups: frozenset[str]) -> list[str]:
    """The topics of what happened since; everything if that was too long ago, or too much, to look through."""
    if since < timezone.now() - LONGEST_MISSED:
        return [EVERYTHING]
    mine = Q(user=user) | Q(workspace__memberships__user=user)
    # An event carries the time at which its transaction began; it was seen only once that was committed.
    events = list(Event.objects.filter(mine, happened_at__gte=since - SLOW_COMMIT).distinct()[: MOST_MISSED + 1])
    if len(events) > MOST_MISSED:
        return [EVERYTHING]
    pokes = pokes_for(events)
    return list(dict.fromkeys(topic for group in sorted(groups & pokes.keys()) for topic in pokes[group]))


@database_sync_to_async  # type: ignore[untyped-decorator]
def _user_of(session: SessionBase) -> User | None:
    """The person of the session, read anew; None if it was ended or they are not active any more."""
    if session.session_key is None:
        return None
    fresh = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    user = get_user(_Request(fresh))  # type: ignore[arg-type]
    return user if isinstance(user, User) else None


@database_sync_to_async  # type: ignore[untyped-decorator]
def _answer_to(text: str, user: User) -> dict[str, Any]:
    return answer_to(text, user)


def parse_moment(text: str) -> datetime | None:
    """An instant of our time as the page writes it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and FIRST_DAY <= moment.date() <= LAST_DAY else None


class _Request:
    """As much of a request as get_user() reads."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session
