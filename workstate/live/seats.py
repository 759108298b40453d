"""The places at which pages of this process are: said when they come and go, and again while they stay."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from workstate.live.beside import Seat, is_place, open_to, rise, sit

if TYPE_CHECKING:
    from workstate.live.hub import Page

logger = logging.getLogger(__name__)

_sit = sync_to_async(sit, thread_sensitive=False)
_rise = sync_to_async(rise, thread_sensitive=False)


class Seats:
    def __init__(self, bus: str) -> None:
        self._bus = bus
        self._seen: dict[str, frozenset[UUID]] = {}

    async def go_to(self, page: Page, place: str) -> None:
        """Have the page be at a place, if its person sees what lies there, and nowhere for any other text."""
        if place == page.place:
            return
        await self.leave(page)
        if not is_place(place) or not await database_sync_to_async(open_to)([(page.user, place)]):
            return
        page.place = place
        try:
            there = (await _sit([_seat(page)]))[place]
            if there - {page.user}:
                await self._tell(place)
        except Exception as error:  # whatever the transport raises
            logger.debug("Nobody was told that somebody looks at %s: %s", place, error)

    async def leave(self, page: Page) -> None:
        if not page.place:
            return
        seat, page.place = _seat(page), ""
        try:
            if await _rise(seat):
                await self._tell(seat[0])
        except Exception as error:  # whatever the transport raises
            logger.debug("Nobody was told that somebody has left %s: %s", seat[0], error)

    async def stay(self, pages: Iterable[Page]) -> set[str]:
        """Say again where the pages are; answers the places at which others are than before, however they came or left."""
        seated = [_seat(page) for page in pages if page.place]
        try:
            there: Mapping[str, frozenset[UUID]] = await _sit(seated) if seated else {}
        except Exception as error:  # whatever the transport raises
            logger.debug("It could not be said again who looks at what: %s", error)
            return set()
        before, self._seen = self._seen, dict(there)
        return {place for place, people in there.items() if place in before and before[place] != people}

    async def _tell(self, place: str) -> None:
        await get_channel_layer().group_send(self._bus, {"beside": place})


def _seat(page: Page) -> Seat:
    return page.place, f"{page.user}:{page.name}"
