from __future__ import annotations

from workstate.core.actor import Actor, Role


def can_administer(actor: Actor) -> bool:
    return actor.administers


def can_delete_workspace(actor: Actor) -> bool:
    return actor.role == Role.OWNER


def can_see_groups(actor: Actor) -> bool:
    return not actor.is_guest


def can_manage_groups(actor: Actor) -> bool:
    return actor.administers
