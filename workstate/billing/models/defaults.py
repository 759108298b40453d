"""Whether new time is billable, where a project or a task says it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workstate.core.constraints import SameOwner
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Workspace


class BillableDefault(models.Model):
    """
    What new time on a project or a task is, unless whoever writes it down says otherwise.

    The nearest says it: the task, its project, the project's client (Client.billable), the workspace
    (BillingSettings.billable_by_default). Changing one changes no time that stands.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.OneToOneField(Project, models.CASCADE, null=True, related_name="+", db_constraint=False)
    task = models.OneToOneField(Task, models.CASCADE, null=True, related_name="+", db_constraint=False)
    billable = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(project=None, task__isnull=False) | Q(project__isnull=False, task=None),
                name="billable_default_of_one",
            ),
            SameOwner(field="project", name="billable_default_project_same_workspace"),
            SameOwner(field="task", name="billable_default_task_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id or self.task_id}: {self.billable}"
