"""What each role may do, in words, and which of them somebody may be given."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workstate.core.actor import Actor, Role
from workstate.workspaces.models import Membership
from workstate.workspaces.policies import can_give_role, can_give_role_by_link


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A line of the menu of roles."""

    value: str
    title: str
    words: str
    is_current: bool = False


def words_of(role: Role) -> str:
    return {
        Role.OWNER: _("Everything, also archiving and deleting the workspace"),
        Role.ADMINISTRATOR: _("Invites people and sees every project and all time"),
        Role.MEMBER: _("Works in the projects that are open to everyone or shared"),
        Role.GUEST: _("Sees only what is shared with them"),
    }[role]


def roles_for(actor: Actor, member: Membership) -> list[RoleLine]:
    """The roles that the actor may give to somebody, with theirs marked."""
    return [
        RoleLine(role.value, str(role.label), words_of(role), role == member.role)
        for role in Role
        if can_give_role(actor, role)
    ]


def role_choices(actor: Actor, *, by_link: bool = False) -> list[tuple[str, str]]:
    """As whom the actor may invite, for a form."""
    allowed = can_give_role_by_link if by_link else can_give_role
    return [(role.value, str(role.label)) for role in Role if allowed(actor, role)]
