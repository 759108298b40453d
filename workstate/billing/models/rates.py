from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Workspace


class RateKind(models.TextChoices):
    BILLABLE = "billable", _("Billable rate")
    COST = "cost", _("Cost rate")


class RateQuerySet(models.QuerySet["Rate"]):
    def visible_to(self, actor: Actor) -> Self:
        """An administrator's alone: what an hour costs and earns is nobody else's business unless they are told."""
        return self.filter(workspace=actor.workspace) if actor.administers else self.none()

    def newest_first(self) -> Self:
        return self.order_by(models.F("starts").desc(nulls_last=True), "id")


class Rate(models.Model):
    """
    What an hour earns (billable) or costs from a day on, until the next of the same scope begins.

    The scope is what is named: a task; a person on a project; a project; a person; or nothing, then the whole workspace.
    The most particular scope that has a rate on a day decides, in that order. `starts` is null for a rate that has
    always held. Cost rates are of persons and of the workspace only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=RateKind, default=RateKind.BILLABLE)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="rates", db_constraint=False)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="rates", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=4, help_text="An hour.")
    currency = models.CharField(max_length=3, help_text="ISO 4217.")
    starts = models.DateField(null=True, help_text="The first day on which it holds; null: always has.")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "project", "task", "user", "starts"],
                name="rate_once_a_day",
                nulls_distinct=False,
                violation_error_message=_("There is a rate from that day already."),
            ),
            models.CheckConstraint(condition=Q(kind__in=RateKind.values), name="rate_kind"),
            models.CheckConstraint(
                condition=Q(task=None) | Q(project=None, user=None),
                name="rate_of_one_scope",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RateKind.COST) | Q(task=None, project=None), name="rate_cost_of_people"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="rate_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="rate_currency"),
            SameOwner(field="project", name="rate_project_same_workspace"),
            SameOwner(field="task", name="rate_task_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
