from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.tasks.models.task import Task
from workstate.tasks.recurrence import Anchor, Repeat
from workstate.workspaces.models import Workspace


class Recurrence(models.Model):
    """How a task comes back: a rule of RFC 5545 over days of the wall calendar in its zone."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="recurrence", db_constraint=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=300, help_text="An RRULE value without DTSTART.")
    anchor = models.CharField(max_length=10, choices=[(anchor.value, anchor.value) for anchor in Anchor])
    times = ArrayField(models.TimeField(), default=list, help_text="Wall clock; several: several a day.")
    start_on = models.DateField(help_text="From which the rule counts.")
    done = models.PositiveIntegerField(default=0, help_text="How many have been done or skipped.")
    skipped = ArrayField(models.DateField(), default=list, help_text="Days left out.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(anchor__in=[anchor.value for anchor in Anchor]), name="recurrence_anchor"
            ),
            SameOwner(field="task", name="recurrence_task_same_workspace"),
        ]

    def __str__(self) -> str:
        return self.rule

    @property
    def repeat(self) -> Repeat:
        return Repeat(self.rule, Anchor(self.anchor), tuple(self.times))


class Completion(models.Model):
    """One time that a repeating task was done; the task itself moved on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="completions", db_constraint=False)
    due_on = models.DateField()
    due_time = models.TimeField(null=True)
    completed_at = models.DateTimeField(db_default=Now())
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "due_on", "due_time"], name="completion_once", nulls_distinct=False
            ),
            SameOwner(field="task", name="completion_task_same_workspace"),
        ]
        indexes = [models.Index(fields=["workspace", "completed_at"], name="completion_moment")]

    def __str__(self) -> str:
        return f"{self.task_id} of {self.due_on}"
