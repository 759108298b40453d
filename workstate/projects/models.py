from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.workspaces.models import Workspace


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)


class Client(models.Model):
    """A customer for whom projects are done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now())

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="client_in_workspace"),
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="client_name_once",
                violation_error_message=_("There is such a client."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: Actor) -> Self:
        """Every project of the workspace, the bin's too; a guest sees what is shared with them, which is nothing yet."""
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)

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
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    colour = models.CharField(max_length=20, default=DEFAULT_COLOUR)
    position = PositionField()
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
            models.CheckConstraint(condition=models.Q(colour__in=COLOURS), name="project_colour"),
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


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(project__in=Project.objects.visible_to(actor))

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class Section(models.Model):
    """A part of a project's list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, related_name="sections", db_constraint=False)
    name = models.CharField(max_length=120)
    position = PositionField()
    created_at = models.DateTimeField(db_default=Now())

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="section_in_workspace"),
            # A task's section must be of the task's project: the tasks room points its foreign key here.
            models.UniqueConstraint(fields=["project", "id"], name="section_in_project"),
            SameOwner(field="project", name="section_project_same_workspace"),
        ]

    def __str__(self) -> str:
        return self.name
