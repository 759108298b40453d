from __future__ import annotations

from workstate.core.actor import Actor
from workstate.transfer.models import Import


def can_import(actor: Actor) -> bool:
    """Full members: an import makes projects, labels and tasks."""
    return not actor.is_guest


def can_change_import(actor: Actor, incoming: Import) -> bool:
    """Their own, while they may import at all."""
    return can_import(actor) and incoming.workspace_id == actor.workspace.pk and incoming.user_id == actor.user.pk
