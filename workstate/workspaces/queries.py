"""Who acts where: the door through which every request enters a workspace."""

from __future__ import annotations

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.core.errors import NotFound
from workstate.workspaces.models import Membership, Workspace


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
