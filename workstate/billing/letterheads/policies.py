from __future__ import annotations

from workstate.core.actor import Actor


def can_set_letterhead(actor: Actor) -> bool:
    return actor.administers
