"""How much of time or money a project may take, and who has been told that it is running out."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.workspaces.models import Workspace


class BudgetKind(models.TextChoices):
    TIME = "time", _("Time")
    MONEY = "money", _("Money")


class BudgetPeriod(models.TextChoices):
    WHOLE = "whole", _("For the whole project")
    MONTH = "month", _("Each month anew")


class Counted(models.TextChoices):
    ALL = "all", _("All time")
    BILLABLE = "billable", _("Billable time only")


def usual_warnings() -> list[int]:
    return [80, 100]


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, actor: Actor) -> Self:
        """
        The bin's too, of projects that the actor sees: money of administrators alone, since it adds up what everybody
        earns. Of time more is asked: policies.budgets_seen() says whose share of it one sees.
        """
        here = self.filter(workspace=actor.workspace)
        if actor.administers:
            return here
        if actor.is_guest:
            return here.none()
        return here.filter(kind=BudgetKind.TIME, project__in=Project.objects.visible_to(actor).values("pk"))

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def watched(self) -> Self:
        """Those whose people are to hear of warnings: nobody works on what is put away."""
        return self.kept().filter(
            project__deleted_at=None,
            project__archived_at=None,
            workspace__deleted_at=None,
            workspace__archived_at=None,
        )


class Budget(models.Model):
    """
    So much time, or so much money, for a project as a whole or in each month.

    What counts is finished time on the days of the period; of money, what billable time earns at its rates.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, related_name="budgets", db_constraint=False)
    kind = models.CharField(max_length=5, choices=BudgetKind)
    seconds = models.BigIntegerField(null=True, help_text="Of a time budget.")
    amount = models.DecimalField(max_digits=16, decimal_places=4, null=True, help_text="Of a money budget.")
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217, of a money budget.")
    period = models.CharField(max_length=5, choices=BudgetPeriod, default=BudgetPeriod.WHOLE)
    counted = models.CharField(max_length=8, choices=Counted, default=Counted.ALL)
    starts = models.DateField(null=True, help_text="The first day that counts; null: every day before the end.")
    ends = models.DateField(null=True, help_text="The last day that counts, towards which it is to last.")
    warnings = ArrayField(
        models.PositiveSmallIntegerField(), default=usual_warnings, help_text="Percent at which people are told."
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"],
                name="budget_once",
                condition=Q(deleted_at=None),
                violation_error_message=_("This project has such a budget already."),
            ),
            models.CheckConstraint(
                condition=Q(kind=BudgetKind.TIME, seconds__gt=0, amount=None, currency="")
                | Q(
                    kind=BudgetKind.MONEY,
                    seconds=None,
                    amount__gt=0,
                    currency__regex=r"^[A-Z]{3}$",
                    counted=Counted.BILLABLE,
                ),
                name="budget_of_time_or_money",
            ),
            models.CheckConstraint(condition=Q(counted__in=Counted.values), name="budget_counted"),
            models.CheckConstraint(
                condition=Q(period=BudgetPeriod.WHOLE) | Q(period=BudgetPeriod.MONTH, starts=None, ends=None),
                name="budget_period",
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")), name="budget_days_in_order"
            ),
            SameOwner(field="project", name="budget_project_same_workspace"),
        ]
        indexes = [models.Index(fields=["workspace"], name="budget_kept", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} of {self.project_id}"

    @property
    def is_money(self) -> bool:
        return self.kind == BudgetKind.MONEY

    @property
    def is_monthly(self) -> bool:
        return self.period == BudgetPeriod.MONTH


class BudgetWarning(models.Model):
    """That people were told of a share of a budget in a period: once, however often it is counted. The ledger."""

    id = models.BigAutoField(primary_key=True)
    budget = models.ForeignKey(Budget, models.CASCADE, related_name="told")
    first = models.DateField(help_text="The first day of the period; of a whole project the first of all days.")
    share = models.PositiveSmallIntegerField(help_text="Percent.")
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["budget", "first", "share"], name="budget_warning_once")]

    def __str__(self) -> str:
        return f"{self.share} % of {self.budget_id} from {self.first}"
