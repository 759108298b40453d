from __future__ import annotations

from workstate.core.actor import Actor, Role
from workstate.workspaces.models import Invitation, Membership

# Below these a role may be given by whoever administers; an owner is made by an owner alone.
_GIVEN_BY_LINK = frozenset({Role.MEMBER, Role.GUEST})


def can_administer(actor: Actor) -> bool:
    return actor.administers


def can_delete_workspace(actor: Actor) -> bool:
    return actor.role == Role.OWNER


def can_archive_workspace(actor: Actor) -> bool:
    return actor.role == Role.OWNER


def can_see_groups(actor: Actor) -> bool:
    return not actor.is_guest


def can_manage_groups(actor: Actor) -> bool:
    return actor.administers


def can_invite(actor: Actor) -> bool:
    return actor.administers


def can_give_role(actor: Actor, role: Role | str) -> bool:
    """Administrators give every role but that of an owner, which owners give."""
    return actor.administers and (role != Role.OWNER or actor.role == Role.OWNER)


def can_give_role_by_link(actor: Actor, role: Role | str) -> bool:
    """A link may go astray, so it makes nobody an administrator."""
    return actor.administers and role in _GIVEN_BY_LINK


def can_invite_as(actor: Actor, invitation: Invitation) -> bool:
    """Whether the actor might have written this invitation as they are now."""
    allowed = can_give_role if invitation.email else can_give_role_by_link
    return allowed(actor, invitation.role)


def can_change_member(actor: Actor, member: Membership) -> bool:
    """Change the role of somebody, or remove them: an owner is an owner's business."""
    return actor.administers and (member.role != Role.OWNER or actor.role == Role.OWNER)


def can_hand_over(actor: Actor) -> bool:
    return actor.role == Role.OWNER
