"""Who acts where: the door through which every request enters a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, F, When

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.core.errors import NotFound
from workstate.workspaces.models import Group, Membership, Workspace


def actor_in(slug: str, user: User, *, via: Via) -> Actor:
    """The person as a member of the workspace; raises NotFound for a stranger, as if the workspace were not there."""
    membership = (
        Membership.objects.select_related("workspace")
        .filter(workspace__slug=slug, workspace__deleted_at=None, user=user)
        .first()
    )
    if membership is None:
        raise NotFound
    return Actor(user=user, workspace=membership.workspace, role=Role(membership.role), via=via)


def home_workspace(user: User) -> Workspace | None:
    """Where the person starts: their own workspace, else the first they belong to."""
    return Workspace.objects.of(user).first()


def home_actor(user: User, slug: str = "", *, via: Via) -> Actor | None:
    """The person in the workspace of that name if they still belong to it, else where they start; None if nowhere."""
    memberships = Membership.objects.select_related("workspace").filter(user=user, workspace__deleted_at=None)
    membership = memberships.order_by(
        Case(When(workspace__slug=slug, then=0), default=1),
        F("workspace__personal_to").asc(nulls_last=True),
        "workspace__name",
        "workspace",
    ).first()
    if membership is None:
        return None
    return Actor(user=user, workspace=membership.workspace, role=Role(membership.role), via=via)


def members_of(groups: Iterable[Group | UUID], actor: Actor) -> dict[UUID, set[UUID]]:
    """
    The ids of the people of each of these groups that the actor sees; what they do not see is not among the keys.

    One query. A guest sees no groups.
    """
    wanted = {group.pk if isinstance(group, Group) else group for group in groups}
    found: dict[UUID, set[UUID]] = {}
    rows = Group.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "members__user")
    for group, user in rows:
        found.setdefault(group, set()).update({user} - {None})
    return found
