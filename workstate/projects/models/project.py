from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from workstate.core.actor import Actor
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.projects.models.client import Client
from workstate.projects.models.sharing import LEVELS_OF_EVERYONE, Level, ProjectShare
from workstate.workspaces.models import Workspace


class FolderQuerySet(models.QuerySet["Folder"]):
    def visible_to(self, actor: Actor) -> Self:
        """Every folder of the workspace, deleted ones too."""
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class Folder(models.Model):
    """A heading over projects in the sidebar."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    position = PositionField()
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, help_text="Its projects have left it; Undo brings both back.")

    objects = FolderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "id"], name="folder_in_workspace")]

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: Actor) -> Self:
        """
        The bin's too: all of the workspace to those who run it, to a member what is everyone's, and what is shared with
        them to anybody (access.py says how much they may do there).
        """
        here = self.filter(workspace=actor.workspace)
        if actor.administers:
            return here
        shared = Q(pk__in=ProjectShare.objects.of(actor).values("project"))
        return here.filter(shared) if actor.is_guest else here.filter(~Q(everyone="") | shared)

    def kept(self) -> Self:
        """Not in the bin."""
        return self.filter(deleted_at=None)

    def active(self) -> Self:
        return self.kept().filter(archived_at=None)

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class Project(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="projects", db_constraint=False)
    folder = models.ForeignKey(Folder, models.SET_NULL, null=True, related_name="projects", db_constraint=False)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children", db_constraint=False)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    icon = models.CharField(max_length=30, blank=True, help_text="The name of a Lucide icon; empty: a dot.")
    colour = models.CharField(max_length=20, default=DEFAULT_COLOUR)
    position = PositionField()
    everyone = models.CharField(
        max_length=10,
        blank=True,
        choices=[(level.value, level.label) for level in LEVELS_OF_EVERYONE],
        default=Level.EDIT,
        db_default=Level.EDIT,
        help_text="What every full member of the workspace may do in it; empty: only those it is shared with see it.",
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="project_in_workspace"),
            models.CheckConstraint(condition=Q(colour__in=COLOURS), name="project_colour"),
            models.CheckConstraint(condition=Q(everyone__in=["", *LEVELS_OF_EVERYONE]), name="project_everyone"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="project_not_its_own_parent"),
            models.CheckConstraint(condition=Q(parent=None) | Q(folder=None), name="project_folder_or_parent"),
            SameOwner(field="folder", name="project_folder_same_workspace"),
            SameOwner(field="parent", name="project_parent_same_workspace"),
            SameOwner(field="client", name="project_client_same_workspace"),
        ]
        indexes = [models.Index(fields=["workspace", "position"], name="project_order")]

    def __str__(self) -> str:
        return self.name


class Favourite(models.Model):
    """A project that a person keeps at hand."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, related_name="favourites", db_constraint=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "project"], name="favourite_once"),
            SameOwner(field="project", name="favourite_project_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.project} of {self.user}"


class FoldedBranch(models.Model):
    """A folder, or a project with projects under it, that a person keeps closed in the sidebar."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    folder = models.ForeignKey(Folder, models.CASCADE, null=True, related_name="+", db_constraint=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "folder", "project"], name="folded_branch_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(folder=None, project__isnull=False) | Q(folder__isnull=False, project=None),
                name="folded_branch_of_one",
            ),
            SameOwner(field="folder", name="folded_branch_folder_same_workspace"),
            SameOwner(field="project", name="folded_branch_project_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.folder_id or self.project_id} for {self.user_id}"
