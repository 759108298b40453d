from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from workstate.activity.models import Event
from workstate.live.audience import pokes_for
from workstate.live.hub import BUS

logger = logging.getLogger(__name__)


def poke(events: Sequence[Event]) -> None:
    """
    Tell the open pages concerned that something changed, each once; each then fetches what it may see.

    What cannot be sent is dropped: the processes that pages listen to read the log behind the bus.
    """
    try:
        async_to_sync(send)({"events": [event.pk for event in events], "pokes": pokes_for(events)})
    except Exception as error:  # whatever the transport raises
        logger.warning("Open pages were not told of event %s yet: %s", events[0].pk, error)


async def send(message: Mapping[str, Any]) -> None:
    await get_channel_layer().group_send(BUS, dict(message))
