from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role
from workstate.core.ids import new_id


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def of(self, user: User) -> Self:
        """The workspaces that the person belongs to, their own first."""
        return self.filter(memberships__user=user, deleted_at=None).order_by(
            models.F("personal_to").asc(nulls_last=True), "name", "pk"
        )


class Workspace(models.Model):
    """A place that people share, or one person's own. It owns every row of planning and of time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=50, unique=True)
    key_prefix = models.CharField(max_length=8)
    personal_to = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="personal_workspace"
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"),
                name="workspace_slug_shape",
                violation_error_message=_("Use small letters, digits and hyphens."),
            ),
            models.CheckConstraint(
                condition=models.Q(key_prefix__regex=r"^[A-Z][A-Z0-9]*$"), name="workspace_key_prefix"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> Self:
        """Colleagues; a guest sees themself alone."""
        here = self.filter(workspace=actor.workspace)
        return here.filter(user=actor.user) if actor.is_guest else here


class Membership(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=13, choices=Role)
    joined_at = models.DateTimeField(db_default=Now())

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="membership_once"),
            models.UniqueConstraint(fields=["workspace", "id"], name="membership_in_workspace"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.workspace}"
