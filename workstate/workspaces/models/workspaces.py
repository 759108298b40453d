from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Coalesce, Extract, Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.workspaces.acquaintance import known_to

# Of the logo, for its address: it changes with the picture. 0 without one.
LOGO_VERSION = Coalesce(Cast(Extract("logo_at", "epoch"), models.IntegerField()), 0)
# A deleted workspace can be brought back for this long, then it goes for good.
GRACE = timedelta(days=30)


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def of(self, user: User) -> Self:
        """The workspaces that the person belongs to, their own first, archived ones last."""
        return self.filter(memberships__user=user, deleted_at=None).order_by(
            models.F("archived_at").asc(nulls_first=True), models.F("personal_to").asc(nulls_last=True), "name", "pk"
        )

    def active(self) -> Self:
        """Without what is archived."""
        return self.filter(archived_at=None)

    def restorable_by(self, user: User) -> Self:
        """Deleted ones that the person owns and may still bring back, the last deleted first."""
        return self.filter(memberships__user=user, memberships__role=Role.OWNER, deleted_at__gt=now() - GRACE).order_by(
            "-deleted_at", "pk"
        )


class Workspace(models.Model):
    """A place that people share, or one person's own. It owns every row of planning and of time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=50, unique=True)
    key_prefix = models.CharField(max_length=8)
    former_prefixes = ArrayField(
        models.CharField(max_length=8), default=list, db_default=[], help_text="By which its tasks were called before."
    )
    personal_to = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="personal_workspace"
    )
    is_demo = models.BooleanField(default=False)
    binds_invitations = models.BooleanField(
        default=True, db_default=True, help_text="Whether an invitation by mail is for its address alone."
    )
    first_weekday = models.PositiveSmallIntegerField(
        null=True,
        help_text="With which the weeks of its reports, timesheets and capacity begin, Monday is 0; null: with each person's own.",
    )
    logo_at = models.DateTimeField(null=True, help_text="When its logo was set; null: it has none.")
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

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
            models.CheckConstraint(condition=models.Q(first_weekday__lte=6), name="workspace_first_weekday"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def logo_version(self) -> int:
        """For the address of the logo, which changes with the picture; 0 without one."""
        return int(self.logo_at.timestamp()) if self.logo_at else 0

    @property
    def gone_at(self) -> datetime | None:
        """When a deleted one goes for good."""
        return self.deleted_at + GRACE if self.deleted_at else None

    def calls_tasks(self, prefix: str) -> bool:
        """Whether the letters before a number are those of its tasks, now or formerly."""
        return prefix.upper() in {self.key_prefix, *self.former_prefixes}


class WorkspaceLogo(models.Model):
    """Our own drawing of the picture that was uploaded: a small square PNG. Apart, since few requests want it."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    png = models.BinaryField()

    def __str__(self) -> str:
        return f"Logo of {self.workspace_id}"


class FormerAddress(models.Model):
    """A first part of addresses that a workspace had before: links to it lead on, and nobody else gets it."""

    slug = models.SlugField(max_length=50, primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="former_addresses")
    left_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.slug


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> Self:
        """Colleagues; to a guest themself and whoever sees what they see."""
        here = self.filter(workspace=actor.workspace)
        return here.filter(known_to(actor)) if actor.is_guest else here

    def by_rank(self) -> Self:
        """Owners first, guests last, by name within a role."""
        ranks = (models.When(role=role, then=models.Value(rank)) for rank, role in enumerate(Role))
        return self.order_by(models.Case(*ranks), Lower("user__name"), "pk")


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
