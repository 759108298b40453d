from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class Kind(models.TextChoices):
    TASK = "task", _("Task")
    PROJECT = "project", _("Project")


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the workspace, deleted ones too; none for guests, who see no projects either."""
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def by_name(self) -> Self:
        return self.order_by("name", "id")


class Template(models.Model):
    """A task with all that is under it, or a project, kept to be made again. Shared with all members."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    body = models.JSONField(help_text="Read and written by body.py alone; it says of which version it is.")
    size = models.PositiveIntegerField(help_text="How many tasks it makes.")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="template_in_workspace"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="template_kind"),
        ]
        indexes = [models.Index(fields=["workspace", "name"], name="template_name", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return self.name
