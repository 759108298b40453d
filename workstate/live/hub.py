"""
What a process knows of the pages that listen to it: one ear on the bus for all of them, and one look at rights before it speaks.

Pokes come from the relay over the bus, which may lose them; the log is read behind it every few seconds, and whatever was not
heard is told then. So a page ends with what a fresh one shows, whatever becomes of the bus.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from workstate.activity.models import Event
from workstate.live.audience import Pokes, pokes_of_each
from workstate.live.beside import TOPIC, open_to
from workstate.live.log import LOOK_BACK, Place, Start, newest_place, read_since
from workstate.live.seats import Seats
from workstate.live.standing import Standing, standings_of
from workstate.live.topics import EVERYTHING

logger = logging.getLogger(__name__)

BUS: Final = "live"
TOGETHER: Final = 0.05  # seconds in which pokes are put into one message
SWEEP: Final = 10.0  # seconds between readings of the log
AGAIN: Final = 1.0  # seconds after which what failed is tried again
MOST_TOPICS: Final = 100
CROWD: Final = 20
"""Pages that are told to fetch everything at once; more of them are asked to spread that over a moment."""
SPREAD: Final = 2000  # milliseconds


class Page(Protocol):
    """A socket of an open page, as the hub sees it."""

    name: str
    session_key: str
    user: UUID
    hears: frozenset[str]
    place: str
    """What is looked at there, as beside.py names it; empty for nothing that others could look at, too."""
    heard: bool
    """Whether it has been told what it missed: from then on it may begin where the hub is."""

    async def tell(self, message: Mapping[str, Any]) -> None: ...

    async def shut(self) -> None: ...


class Hub:
    def __init__(self) -> None:
        self.pages: set[Page] = set()
        self.place: Place | None = None
        self.seats = Seats(BUS)
        self._by_group: dict[str, set[Page]] = {}
        self._known: set[int] = set()
        self._pending: dict[Page, dict[str, str]] = {}  # the topics, and the group for which each was told
        self._starting: dict[Page, Start] = {}
        self._flushing: asyncio.Task[None] | None = None
        self._running: list[asyncio.Task[None]] = []
        self._flushed = asyncio.Lock()

    # ---- Pages ---------------------------------------------------------------------------------------------------

    def enter(self, page: Page) -> None:
        self.pages.add(page)
        self._into_groups(page, page.hears)
        if not self._running:
            self._running = [asyncio.create_task(self._listen()), asyncio.create_task(self._sweep_on())]

    def leave(self, page: Page) -> None:
        self.pages.discard(page)
        self._out_of_groups(page)
        self._pending.pop(page, None)
        self._starting.pop(page, None)
        if not self.pages:
            for task in self._running:
                task.cancel()
            self._running, self.place, self._known = [], None, set()

    def begin(self, page: Page, start: Start) -> None:
        """Have the page told what is ahead of where it begins; many that come at once are told together."""
        self._starting[page] = start
        self._soon()

    # ---- What comes in -------------------------------------------------------------------------------------------

    def hear(self, message: Mapping[str, Any]) -> None:
        self._known.update(message.get("events", ()))
        for group, topics in message.get("pokes", {}).items():
            for page in self._by_group.get(group, ()):
                self._put(page, topics, group)
        if beside := message.get("beside"):
            self._say_beside(beside)

    def _say_beside(self, place: str) -> None:
        for page in self.pages:
            if page.place == place:
                self._put(page, [place], "")

    async def _listen(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                channel = await layer.new_channel()
                await layer.group_add(BUS, channel)
                while True:
                    self.hear(await layer.receive(channel))
            except Exception as error:  # whatever the transport raises
                logger.warning("The bus of open pages is gone and will be listened to again: %s", error)
                await asyncio.sleep(AGAIN)

    async def _sweep_on(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as error:  # the database may be away
                logger.warning("Open pages could not be told of what they missed yet: %s", error)
            await asyncio.sleep(SWEEP)

    async def sweep(self) -> None:
        """Tell what the log holds and the bus did not bring, and close the pages of sessions that have ended."""
        place: Place = await database_sync_to_async(newest_place)()
        for beside in await self.seats.stay(self.pages):
            self._say_beside(beside)
        if self.place is not None:
            pokes = await database_sync_to_async(_missed)([self.place], frozenset(self._known))
            for page in list(self.pages) if pokes is None else ():
                self._put(page, [EVERYTHING], "")
            for event, told in pokes or ():
                self._known.add(event.pk)
                for group, topics in told.items():
                    for page in self._by_group.get(group, ()):
                        self._put(page, topics, group)
        if not await self._flush(set(self.pages)):
            return
        self.place = place
        self._known = {pk for pk in self._known if pk > place.newest - LOOK_BACK}

    # ---- What goes out -------------------------------------------------------------------------------------------

    def _put(self, page: Page, topics: Iterable[str], group: str) -> None:
        pending = self._pending.setdefault(page, {})
        for topic in topics:
            # What is told to the person is told to them wherever they belong.
            pending[topic] = "" if pending.get(topic) == "" else group
        self._soon()

    def _soon(self) -> None:
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush_soon())

    async def _flush_soon(self) -> None:
        await asyncio.sleep(TOGETHER)
        self._flushing = None
        if not await self._flush() and self.pages:
            await asyncio.sleep(AGAIN)
            self._soon()

    async def _flush(self, also: Iterable[Page] = ()) -> bool:
        """Look who stands behind the pages, and say to each what waits for it. False if that could not be found out."""
        async with self._flushed:
            starting, self._starting = self._starting, {}
            waiting, self._pending = self._pending, {}
            pages = {*waiting, *starting, *also} & self.pages
            try:
                place = await database_sync_to_async(newest_place)() if starting and not self.place else self.place
                standings = await database_sync_to_async(standings_of)([page.session_key for page in pages])
                ahead = await database_sync_to_async(_missed)(list(starting.values())) if starting else []
                looking = {(page.user, page.place) for page in pages if page.place}
                shut = looking - await database_sync_to_async(open_to)(looking) if looking else set()
            except Exception as error:
                logger.warning("Who listens could not be asked, and will be again: %s", error)
                self._starting = {**starting, **self._starting}
                for page, topics in waiting.items():
                    self._pending[page] = {**topics, **self._pending.get(page, {})}
                return False
            self.place = self.place or place
            told: dict[Page, list[str]] = {}
            for page in pages:
                standing = standings.get(page.session_key)
                if standing is None:
                    await _quietly(page.shut())
                    continue
                changed = self._settle(page, standing)
                if (page.user, page.place) in shut:
                    await self.seats.leave(page)
                said = [one for one, group in waiting.get(page, {}).items() if not group or group in page.hears]
                said = [one for one in said if not one.startswith(TOPIC) or one == page.place]
                if page in starting:
                    said += _ahead_of(starting[page], page, ahead)
                    page.heard = True
                if changed or len(said) > MOST_TOPICS or EVERYTHING in said:
                    said = [EVERYTHING]
                if said or page in starting:
                    told[page] = list(dict.fromkeys(said))
            crowd = sum(EVERYTHING in said for said in told.values()) > CROWD
            for page, said in told.items():
                message: dict[str, Any] = {**({"changed": said} if said else {}), **self.where(page)}
                if crowd and EVERYTHING in said:
                    message["within"] = SPREAD
                if message:
                    await _quietly(page.tell(message))
            return True

    def where(self, page: Page) -> dict[str, str]:
        """From where the page would go on if it lost its socket now."""
        return {"after": str(self.place)} if page.heard and self.place else {}

    def _settle(self, page: Page, standing: Standing) -> bool:
        """Whether the person hears other groups than before; from now on the page does."""
        if standing.groups == page.hears:
            return False
        self._out_of_groups(page)
        self._into_groups(page, standing.groups)
        return True

    def _into_groups(self, page: Page, groups: frozenset[str]) -> None:
        page.hears = groups
        for group in groups:
            self._by_group.setdefault(group, set()).add(page)

    def _out_of_groups(self, page: Page) -> None:
        for group in page.hears:
            members = self._by_group.get(group, set())
            members.discard(page)
            if not members:
                self._by_group.pop(group, None)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of this process: of its event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


Ahead = list[tuple[Event, Pokes]]


def _missed(starts: Iterable[Start], known: frozenset[int] = frozenset()) -> Ahead | None:
    """What is ahead of any of the starts; None if it is too much to look through."""
    events = read_since(starts, known=known)
    return None if events is None else pokes_of_each(events)


def _ahead_of(start: Start, page: Page, ahead: Ahead | None) -> list[str]:
    if ahead is None:
        return [EVERYTHING]
    return [
        topic
        for event, pokes in ahead
        if not page.hears.isdisjoint(pokes) and start.has_ahead(event)
        for group in page.hears & pokes.keys()
        for topic in pokes[group]
    ]


async def _quietly(telling: Any) -> None:
    """A socket that breaks under one message takes nothing from the others; its page asks again when it is back."""
    try:
        await telling
    except Exception as error:
        logger.debug("An open page could not be told: %s", error)
