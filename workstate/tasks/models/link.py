from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.tasks.models.task import Task
from workstate.workspaces.models import Workspace


class LinkKind(models.TextChoices):
    BLOCKS = "blocks", _("Blocks")
    RELATES = "relates", _("Relates to")
    DUPLICATES = "duplicates", _("Duplicates")


class TaskLinkQuerySet(models.QuerySet["TaskLink"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of which the actor sees both ends."""
        seen = Task.objects.visible_to(actor)
        return self.filter(workspace=actor.workspace, source__in=seen, target__in=seen)


class TaskLink(models.Model):
    """What one task is to another: the source blocks, relates to, duplicates the target. Relations are kept once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    source = models.ForeignKey(Task, models.CASCADE, related_name="links_out", db_constraint=False)
    target = models.ForeignKey(Task, models.CASCADE, related_name="links_in", db_constraint=False)
    kind = models.CharField(max_length=10, choices=LinkKind)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = TaskLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="task_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="task_link_to_another"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="task_link_kind"),
            SameOwner(field="source", name="task_link_source_same_workspace"),
            SameOwner(field="target", name="task_link_target_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
