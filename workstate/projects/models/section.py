from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.projects.models.project import Project
from workstate.workspaces.models import Workspace


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the projects that the actor sees; not those that were deleted."""
        return self.in_sight_or_bin_of(actor).filter(deleted_at=None)

    def in_sight_or_bin_of(self, actor: Actor) -> Self:
        """Deleted ones too, to bring one back."""
        return self.filter(project__in=Project.objects.visible_to(actor))

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class Section(models.Model):
    """A part of a project's list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, related_name="sections", db_constraint=False)
    name = models.CharField(max_length=120)
    limit = models.PositiveSmallIntegerField(null=True, help_text="Open tasks at most: work in progress.")
    position = PositionField()
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="section_in_workspace"),
            # A task's section must be of the task's project: the tasks room points its foreign key here.
            models.UniqueConstraint(fields=["project", "id"], name="section_in_project"),
            models.CheckConstraint(condition=Q(limit=None) | Q(limit__gt=0), name="section_limit"),
            SameOwner(field="project", name="section_project_same_workspace"),
        ]

    def __str__(self) -> str:
        return self.name


class FoldedSection(models.Model):
    """A section that a person keeps closed."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "section"], name="folded_section_once"),
            SameOwner(field="section", name="folded_section_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} for {self.user_id}"
