"""Who acts where: the door through which every request enters a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.core.errors import NotFound
from workstate.workspaces.models import FormerAddress, Group, Membership, Workspace


def actor_in(slug: str, user: User, *, via: Via) -> Actor:
    """
    The person as a member of the workspace; raises NotFound for a stranger, as if the workspace were not there.

    An address that the workspace had before leads to it too: the actor's workspace says what it is called now.
    """
    memberships = Membership.objects.select_related("workspace").filter(user=user, workspace__deleted_at=None)
    membership = memberships.filter(workspace__slug=slug).first()
    if membership is None:
        former = FormerAddress.objects.filter(slug=slug).values("workspace")
        membership = memberships.filter(workspace__in=former).first()
    if membership is None:
        raise NotFound
    return Actor(user=user, workspace=membership.workspace, role=Role(membership.role), via=via)


def actor_of(user: User, workspace: Workspace | UUID, *, via: Via = Via.SYSTEM) -> Actor | None:
    """
    The person in the workspace as they are at this moment, for handlers and jobs; None for whoever is not in it, is not
    active, or whose workspace was deleted.
    """
    membership = (
        Membership.objects.select_related("workspace")
        .filter(user=user, user__is_active=True, workspace=workspace, workspace__deleted_at=None)
        .first()
    )
    if membership is None:
        return None
    return Actor(user=user, workspace=membership.workspace, role=Role(membership.role), via=via)


def home_workspace(user: User) -> Workspace | None:
    """Where the person starts: their own workspace, else the first they belong to."""
    return Workspace.objects.of(user).first()


def home_actor(user: User, slug: str = "", *, via: Via) -> Actor | None:
    """The person in the workspace of that name if they still belong to it, else where they start; None if nowhere."""
    memberships = Membership.objects.select_related("workspace").filter(user=user, workspace__deleted_at=None)
    membership = memberships.order_by(
        Case(When(workspace__slug=slug, then=0), default=1),
        F("workspace__archived_at").asc(nulls_first=True),
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


def owned_alone(user: User) -> QuerySet[Workspace]:
    """
    Workspaces that others are in as well and that would have no owner without this person: to be handed over before the
    account goes.
    """
    others = Membership.objects.filter(workspace=OuterRef("pk")).exclude(user=user)
    return (
        Workspace.objects.filter(memberships__user=user, memberships__role=Role.OWNER, deleted_at=None)
        .filter(Exists(others))
        .exclude(Exists(others.filter(role=Role.OWNER, user__is_active=True)))
        .order_by("name", "pk")
    )
