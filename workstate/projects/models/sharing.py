"""Who may do what in a project."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.workspaces.models import Group, GroupMember, Membership, Workspace


class Level(models.TextChoices):
    """What somebody may do in a project; each includes those before it."""

    VIEW = "view", _("Can view")
    COMMENT = "comment", _("Can comment")
    EDIT = "edit", _("Can edit")
    ADMINISTER = "administer", _("Can administer")

    @property
    def rank(self) -> int:
        return list(Level).index(self)

    def includes(self, other: Level) -> bool:
        return self.rank >= other.rank


# What full members have without a share of their own: nobody administers a project merely by being there.
LEVELS_OF_EVERYONE = (Level.VIEW, Level.COMMENT, Level.EDIT)


class ProjectShareQuerySet(models.QuerySet["ProjectShare"]):
    def of(self, actor: Actor) -> Self:
        """Those that give the actor something: to them by name, or to a group of theirs."""
        return self.of_person(actor.user.pk).filter(workspace=actor.workspace)

    def of_person(self, user: UUID) -> Self:
        groups = GroupMember.objects.filter(user=user, group__deleted_at=None).values("group")
        return self.filter(Q(member__user=user) | Q(group__in=groups))


class ProjectShare(models.Model):
    """That a person or a group may do something in a project, beyond what everyone may."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="shares", db_constraint=False)
    member = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+", db_constraint=False)
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+", db_constraint=False)
    level = models.CharField(max_length=10, choices=Level)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ProjectShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="project_share_level"),
            models.CheckConstraint(
                condition=Q(member=None, group__isnull=False) | Q(member__isnull=False, group=None),
                name="project_share_of_one",
            ),
            models.UniqueConstraint(
                fields=["project", "member"], name="project_share_member_once", condition=Q(member__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["project", "group"], name="project_share_group_once", condition=Q(group__isnull=False)
            ),
            SameOwner(field="project", name="project_share_project_same_workspace"),
            SameOwner(field="member", name="project_share_member_same_workspace"),
            SameOwner(field="group", name="project_share_group_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.level} in {self.project_id} for {self.member_id or self.group_id}"
