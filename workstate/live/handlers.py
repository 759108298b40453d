from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from workstate.activity.models import Event
from workstate.live.audience import groups_for, topics_for

logger = logging.getLogger(__name__)


def poke(event: Event) -> None:
    """
    Tell the open pages concerned that something changed; each then fetches what it may see.

    A poke that cannot be sent is dropped: a page that lost its socket fetches everything anew when it is back.
    """
    message: dict[str, object] = {"type": "poke", "changed": topics_for(event)}
    try:
        async_to_sync(_send)(groups_for(event), message)
    except Exception as error:  # whatever the transport raises
        logger.warning("Open pages were not told of event %s: %s", event.pk, error)


async def _send(groups: list[str], message: dict[str, object]) -> None:
    layer = get_channel_layer()
    for group in groups:
        await layer.group_send(group, message)
