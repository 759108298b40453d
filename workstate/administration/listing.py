"""Accounts and workspaces as administrators of the server list them: who, how many, how large, how long ago."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Lower

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.attachments.models import Attachment
from workstate.core.actor import Role
from workstate.workspaces.models import Membership, Workspace

ONLY = {
    "administrators": Q(is_staff=True),
    "disabled": Q(is_active=False, deleted_at=None),
    "leaving": Q(deletion_due_at__isnull=False),
    "deleted": Q(deleted_at__isnull=False),
}


def accounts(text: str, only: str) -> QuerySet[User]:
    """By name; of those who have left, nothing is left but that they have, so they are shown when asked for."""
    found = User.objects.filter(ONLY.get(only, Q(deleted_at=None)))
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    members = Membership.objects.filter(user=OuterRef("pk"), workspace__deleted_at=None).order_by()
    counted = members.values("user").annotate(count=Count("pk")).values("count")
    return found.annotate(places=Coalesce(Subquery(counted), 0)).order_by(Lower("name"), "pk")


def memberships_of(user: User) -> QuerySet[Membership]:
    here = Membership.objects.filter(user=user, workspace__deleted_at=None).select_related("workspace")
    return here.order_by(F("workspace__personal_to").asc(nulls_last=True), Lower("workspace__name"), "pk")


def workspaces(text: str) -> QuerySet[Workspace]:
    """By name, with `people`, `owners` (their names), `bytes` and `active_at`. None of these looks at what is in it."""
    found = Workspace.objects.all()
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(slug__icontains=word))
    members = Membership.objects.filter(workspace=OuterRef("pk")).order_by()
    owners = members.filter(role=Role.OWNER).order_by("joined_at").values("user__name")
    files = Attachment.objects.filter(workspace=OuterRef("pk")).order_by()
    events = Event.objects.filter(workspace=OuterRef("pk")).order_by("-pk")
    return found.annotate(
        people=Coalesce(Subquery(members.values("workspace").annotate(count=Count("pk")).values("count")), 0),
        owners=ArraySubquery(owners[:3]),
        bytes=Coalesce(Subquery(files.values("workspace").annotate(sum=Sum("size")).values("sum")), 0),
        active_at=Subquery(events.values("happened_at")[:1]),
    ).order_by(Lower("name"), "pk")
