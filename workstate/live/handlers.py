from __future__ import annotations

import logging
from collections.abc import Sequence

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from workstate.activity.models import Event
from workstate.live.audience import pokes_for

logger = logging.getLogger(__name__)


def poke(events: Sequence[Event]) -> None:
    """
    Tell the open pages concerned that something changed, each once; each then fetches what it may see.

    A poke that cannot be sent is dropped: a page that lost its socket fetches everything anew when it is back.
    """
    try:
        async_to_sync(_send)(pokes_for(events))
    except Exception as error:  # whatever the transport raises
        logger.warning("Open pages were not told of event %s: %s", events[0].pk, error)


async def _send(pokes: dict[str, list[str]]) -> None:
    layer = get_channel_layer()
    for group, topics in pokes.items():
        await layer.group_send(group, {"type": "poke", "changed": topics})
