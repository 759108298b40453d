from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.tasks.models.task import Task
from workstate.workspaces.models import Workspace


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own alone."""
        return self.filter(workspace=actor.workspace, user=actor.user, task__in=Task.objects.visible_to(actor))


class Reminder(models.Model):
    """A word to one person about a task: so long before it is due, or at an instant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.PositiveIntegerField(null=True, help_text="Seconds before the task is due.")
    at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before=None, at__isnull=False) | Q(before__isnull=False, at=None), name="reminder_one_way"
            ),
            models.UniqueConstraint(
                fields=["task", "user", "before", "at"], name="reminder_once", nulls_distinct=False
            ),
            SameOwner(field="task", name="reminder_task_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.task_id}"
