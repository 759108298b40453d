from __future__ import annotations

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.workspaces.models import Membership


def demo_of(user: User, *, via: Via = Via.WEB) -> Actor | None:
    """The person as the owner of their workspace of sample data, if they have one."""
    membership = (
        Membership.objects.select_related("workspace")
        .filter(user=user, role=Role.OWNER, workspace__is_demo=True, workspace__deleted_at=None)
        .first()
    )
    return Actor(user, membership.workspace, Role.OWNER, via) if membership else None
