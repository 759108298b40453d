from __future__ import annotations

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.customfields.models.choice import FieldChoice
from workstate.customfields.models.field import MOST_DECIMALS, CustomField, Kind
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership, Workspace

LONGEST_TEXT: Final = 2000
LONGEST_LINK: Final = 2000

COLUMNS: Final = {
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.DATE: "day",
    Kind.CHOICE: "choice",
    Kind.CHOICES: "choice",
    Kind.CHECKBOX: "checked",
    Kind.PERSON: "member",
    Kind.LINK: "link",
}


def _kind_has_its_column() -> Q:
    """Exactly the column of the kind is filled, so that no value can be read as another kind's."""
    allowed = Q()
    for kind, filled in COLUMNS.items():
        columns = {f"{column}__isnull": column != filled for column in set(COLUMNS.values())}
        allowed |= Q(kind=kind, **columns)
    return allowed


class FieldValueQuerySet(models.QuerySet["FieldValue"]):
    def visible_to(self, actor: Actor) -> Self:
        """The values of fields on tasks, both of which the actor sees."""
        return self.filter(
            workspace=actor.workspace,
            field__in=CustomField.objects.visible_to(actor),
            task__in=Task.objects.visible_to(actor),
        )

    def shown(self) -> Self:
        """Of fields that tasks show: neither archived nor in the bin."""
        return self.filter(field__archived_at=None, field__deleted_at=None)


class FieldValue(models.Model):
    """What a task says in a field; of many choices a row each. Nothing said: no row."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="field_values", db_constraint=False)
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="values", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind, help_text="The field's, so that a check can hold to it.")
    text = models.TextField(null=True)
    number = models.DecimalField(max_digits=20, decimal_places=MOST_DECIMALS, null=True)
    day = models.DateField(null=True)
    choice = models.ForeignKey(FieldChoice, models.CASCADE, null=True, related_name="values", db_constraint=False)
    checked = models.BooleanField(null=True)
    member = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+", db_constraint=False)
    link = models.TextField(null=True)

    objects = FieldValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "field"], name="value_once", condition=~Q(kind=Kind.CHOICES)),
            models.UniqueConstraint(fields=["task", "field", "choice"], name="value_choice_once"),
            models.CheckConstraint(condition=_kind_has_its_column(), name="value_of_its_kind"),
            models.CheckConstraint(
                condition=Q(text=None) | Q(LessThanOrEqual(Length("text"), LONGEST_TEXT), ~Q(text="")),
                name="value_text_length",
            ),
            models.CheckConstraint(
                condition=Q(link=None) | Q(LessThanOrEqual(Length("link"), LONGEST_LINK), link__regex=r"^https?://"),
                name="value_link",
            ),
            SameOwner(field="field", owner="kind", name="value_field_of_its_kind"),
            SameOwner(field="choice", owner="field", name="value_choice_of_its_field"),
            SameOwner(field="field", name="value_field_same_workspace"),
            SameOwner(field="task", name="value_task_same_workspace"),
            SameOwner(field="member", name="value_member_same_workspace"),
        ]
        indexes = [
            models.Index(fields=["field", "number"], name="value_number", condition=Q(number__isnull=False)),
            models.Index(fields=["field", "day"], name="value_day", condition=Q(day__isnull=False)),
            models.Index(fields=["field", "choice"], name="value_choice", condition=Q(choice__isnull=False)),
            models.Index(fields=["member"], name="value_member", condition=Q(member__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} of {self.task_id}"
