from __future__ import annotations

from workstate.core.actor import Actor


def can_run_webhooks(actor: Actor) -> bool:
    """What happens in a workspace leaves it: that is for those who run it."""
    return actor.administers
