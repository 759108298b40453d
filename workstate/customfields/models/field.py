from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Workspace

MOST_DECIMALS = 6


class Kind(models.TextChoices):
    """What the values of a field are. It never changes: a value of one kind is no value of another."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    CHOICES = "choices", _("Many choices")
    CHECKBOX = "checkbox", _("Checkbox")
    PERSON = "person", _("Person")
    LINK = "link", _("Link")

    @property
    def has_choices(self) -> bool:
        return self in {Kind.CHOICE, Kind.CHOICES}


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def visible_to(self, actor: Actor) -> Self:
        """
        The fields of all tasks and those of projects that the actor sees, the bin's too.

        Administrators see every field of the workspace, and members also what stands in no project yet.
        """
        here = self.filter(workspace=actor.workspace)
        if actor.administers:
            return here
        theirs = Q(everywhere=True) | Q(
            pk__in=FieldProject.objects.filter(project__in=Project.objects.visible_to(actor)).values("field")
        )
        if not actor.is_guest:
            theirs |= Q(~Exists(FieldProject.objects.filter(field=OuterRef("pk"))))
        return here.filter(theirs)

    def kept(self) -> Self:
        """Not in the bin."""
        return self.filter(deleted_at=None)

    def active(self) -> Self:
        """Those that tasks show."""
        return self.kept().filter(archived_at=None)

    def for_task(self, task: Task) -> Self:
        """Those that a task of this project, or of an inbox, is asked for."""
        here = FieldProject.objects.filter(project=task.project_id).values("field")
        return self.filter(Q(everywhere=True) | Q(pk__in=here)) if task.project_id else self.filter(everywhere=True)

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class CustomField(models.Model):
    """Something more that a workspace wants to know of its tasks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    description = models.CharField(max_length=500, blank=True)
    position = PositionField()
    required = models.BooleanField(
        default=False, help_text="Stands on every task, and is not emptied once it is filled."
    )
    everywhere = models.BooleanField(default=True, help_text="On all tasks, and not on those of some projects alone.")
    projects: models.ManyToManyField[Project, FieldProject] = models.ManyToManyField(
        Project, through="FieldProject", related_name="+"
    )

    decimals = models.PositiveSmallIntegerField(default=0, help_text="Of a number: digits behind the point.")
    unit = models.CharField(max_length=20, blank=True)
    minimum = models.DecimalField(max_digits=20, decimal_places=MOST_DECIMALS, null=True)
    maximum = models.DecimalField(max_digits=20, decimal_places=MOST_DECIMALS, null=True)

    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="field_in_workspace"),
            models.UniqueConstraint(fields=["kind", "id"], name="field_of_kind"),
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="field_name_once",
                condition=Q(deleted_at=None),
                violation_error_message=_("There is a field of that name."),
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="field_kind"),
            models.CheckConstraint(condition=Q(decimals__lte=MOST_DECIMALS), name="field_decimals"),
            models.CheckConstraint(
                condition=Q(kind=Kind.NUMBER) | Q(decimals=0, unit="", minimum=None, maximum=None),
                name="field_number_alone_has_limits",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")), name="field_limits_in_order"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "position"], name="field_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_choices(self) -> bool:
        return Kind(self.kind).has_choices

    @property
    def key(self) -> str:
        """What the events of tasks call it."""
        return f"field:{self.pk}"


class FieldProject(models.Model):
    """A project whose tasks are asked for the field."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="+", db_constraint=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "project"], name="field_project_once"),
            SameOwner(field="field", name="field_project_field_same_workspace"),
            SameOwner(field="project", name="field_project_project_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} in {self.project_id}"
