from __future__ import annotations

from workstate.core.actor import Actor


def can_read_log(actor: Actor) -> bool:
    return actor.administers
