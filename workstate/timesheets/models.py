from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timesheets.keys import RowKey
from workstate.workspaces.models import Workspace


class TimesheetRowQuerySet(models.QuerySet["TimesheetRow"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own alone, and of those the rows whose task or project one still sees and which is not in the bin."""
        tasks = Task.objects.visible_to(actor).kept()
        projects = Project.objects.visible_to(actor).kept()
        return self.filter(
            Q(task=None) | Q(task__in=tasks),
            Q(project=None) | Q(project__in=projects),
            workspace=actor.workspace,
            user=actor.user,
        )

    def within(self, first: date, last: date) -> Self:
        """Of the week that the days are; whoever begins the week on another day since finds the rows in it too."""
        return self.filter(first__gte=first, first__lte=last)


class TimesheetRow(models.Model):
    """A row that a person put into a week, or emptied there: it stands without hours. Rows with hours need none of this."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first = models.DateField(help_text="The first day of the week.")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+", db_constraint=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+", db_constraint=False)
    batch = models.UUIDField(null=True, help_text="Names the act that put it here, so that it can be taken back.")
    created_at = models.DateTimeField(db_default=Now())

    objects = TimesheetRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "first", "task", "project"],
                name="timesheet_row_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(task=None) | Q(project=None), name="timesheet_row_of_one"),
            SameOwner(field="task", name="timesheet_row_task_same_workspace"),
            SameOwner(field="project", name="timesheet_row_project_same_workspace"),
        ]
        indexes = [models.Index(fields=["task"], name="timesheet_row_task", condition=Q(task__isnull=False))]

    def __str__(self) -> str:
        return f"{self.key} in the week of {self.first}"

    @property
    def key(self) -> RowKey:
        return RowKey.of(self.task_id, self.project_id)
