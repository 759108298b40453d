from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.customfields.models.field import CustomField
from workstate.workspaces.models import Workspace


class FieldChoiceQuerySet(models.QuerySet["FieldChoice"]):
    def visible_to(self, actor: Actor) -> Self:
        """The choices of the fields that the actor sees."""
        return self.filter(workspace=actor.workspace, field__in=CustomField.objects.visible_to(actor))

    def active(self) -> Self:
        """Those on offer."""
        return self.filter(archived_at=None)

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class FieldChoice(models.Model):
    """One of the answers that a field of choices takes. Archived: it stays where it was chosen and is offered no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="choices", db_constraint=False)
    name = models.CharField(max_length=60)
    colour = models.CharField(max_length=20, default=DEFAULT_COLOUR)
    position = PositionField()
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)

    objects = FieldChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "id"], name="choice_of_field"),
            models.UniqueConstraint(
                "field",
                Lower("name"),
                name="choice_name_once",
                violation_error_message=_("There is a choice of that name."),
            ),
            models.CheckConstraint(condition=Q(colour__in=COLOURS), name="choice_colour"),
            SameOwner(field="field", name="choice_field_same_workspace"),
        ]

    def __str__(self) -> str:
        return self.name
