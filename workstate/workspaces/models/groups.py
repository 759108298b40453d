from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.colours import DEFAULT_COLOUR
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.workspaces.models.workspaces import Workspace


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, actor: Actor) -> Self:
        """The workspace's groups; none of those that were deleted. A guest sees none."""
        return self.in_sight_or_bin_of(actor).filter(deleted_at=None)

    def in_sight_or_bin_of(self, actor: Actor) -> Self:
        """Deleted ones too, to bring one back."""
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "id")


class Group(models.Model):
    """People of a workspace under one name, so that they can be meant together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=20, default=DEFAULT_COLOUR)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, help_text="Who belonged to it still does, for when it comes back.")

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="group_in_workspace"),
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="group_name_once",
                condition=models.Q(deleted_at=None),
                violation_error_message=_("There is such a group."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(group__in=Group.objects.visible_to(actor))


class GroupMember(models.Model):
    """
    That a person belongs to a group. PostgreSQL refuses whoever is no member of the group's workspace, and takes who leaves
    the workspace out of its groups: the migration adds a foreign key on (workspace, user) to the membership.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="members", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                name="group_member_once",
                violation_error_message=_("This person belongs to the group already."),
            ),
            SameOwner(field="group", name="group_member_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"
