from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class LabelQuerySet(models.QuerySet["Label"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the workspace; to a guest those that stand on tasks they see."""
        here = self.filter(workspace=actor.workspace)
        if not actor.is_guest:
            return here
        task = apps.get_model("tasks", "Task")
        return here.filter(tasks__in=task._default_manager.visible_to(actor).order_by().values("pk")).distinct()


class Label(models.Model):
    """A word put on tasks and on time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=20, default=DEFAULT_COLOUR)
    created_at = models.DateTimeField(db_default=Now())

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="label_in_workspace"),
            models.UniqueConstraint(
                "workspace", Lower("name"), name="label_name_once", violation_error_message=_("There is such a label.")
            ),
            models.CheckConstraint(condition=Q(colour__in=COLOURS), name="label_colour"),
        ]

    def __str__(self) -> str:
        return self.name
