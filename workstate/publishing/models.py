"""Links by which anybody looks at a project or a view, without an account."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.projects.models import Level, Project, ProjectShare
from workstate.savedviews.models import SavedView
from workstate.workspaces.models import Workspace


class PublicLayout(models.TextChoices):
    LIST = "list", _("List")
    BOARD = "board", _("Board")


class PublishingRules(models.Model):
    """Whether a workspace lets anything out by links; without a row it does."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="publishing")
    is_allowed = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{'Links' if self.is_allowed else 'No links'} in {self.workspace_id}"


class PublicLinkQuerySet(models.QuerySet["PublicLink"]):
    def visible_to(self, actor: Actor) -> Self:
        """
        One's own, those to projects that one administers, and to whoever runs the workspace all of them, to be able to
        revoke them.
        """
        here = self.filter(workspace=actor.workspace)
        if actor.administers:
            return here
        own = Q(created_by=actor.user)
        if actor.is_guest:
            return here.filter(own)
        administered = ProjectShare.objects.of(actor).filter(level=Level.ADMINISTER).values("project")
        return here.filter(own | Q(project__in=administered))

    def working(self, at: datetime) -> Self:
        """
        Those that open as far as the link itself goes: not revoked, not expired, of a place that is not in the bin, in a
        workspace that allows links. What its maker may still do is asked at each look.
        """
        fresh = Q(expires_at=None) | Q(expires_at__gt=at)
        there = Q(project__isnull=False, project__deleted_at=None) | Q(view__isnull=False, view__deleted_at=None)
        closed = PublishingRules.objects.filter(is_allowed=False).values("workspace")
        found = self.filter(fresh, there, revoked_at=None, workspace__deleted_at=None)
        return found.exclude(workspace__in=closed)

    def newest_first(self) -> Self:
        return self.order_by("-id")


class PublicLink(models.Model):
    """
    A link to a project or to a saved view. The token is in the link alone; here is its SHA-256, which cannot be turned back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="public_links", db_constraint=False)
    view = models.ForeignKey(SavedView, models.CASCADE, null=True, related_name="public_links", db_constraint=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False, help_text="Hashed; empty: none is asked.")
    layout = models.CharField(max_length=10, choices=PublicLayout, default=PublicLayout.LIST)
    with_descriptions = models.BooleanField(default=False, help_text="What is written below titles is shown.")
    with_done = models.BooleanField(default=False, help_text="What is completed or cancelled is shown too.")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = PublicLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(layout__in=PublicLayout.values), name="public_link_layout"),
            models.CheckConstraint(
                condition=Q(project=None, view__isnull=False) | Q(project__isnull=False, view=None),
                name="public_link_of_one",
            ),
            SameOwner(field="project", name="public_link_project_same_workspace"),
            SameOwner(field="view", name="public_link_view_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"A link to {self.project_id or self.view_id}"

    @property
    def subject(self) -> Project | SavedView:
        found = self.project or self.view
        assert found is not None  # The database sees to it.
        return found

    def works(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


class PublicLinkVisits(models.Model):
    """How often a link was opened: beside it, so that looking never waits for changing, and changes nothing of it."""

    link = models.OneToOneField(PublicLink, models.CASCADE, primary_key=True, related_name="visits")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count} of {self.link_id}"
