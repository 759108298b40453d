"""What a person means to reach, or not to exceed, each day or each week."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label
from workstate.workspaces.models import Workspace

EVERY_DAY = 0b1111111


class GoalPeriod(models.TextChoices):
    DAY = "day", _("Each day")
    WEEK = "week", _("Each week")


class GoalSubject(models.TextChoices):
    ALL = "all", _("All my time")
    CLIENT = "client", _("A client")
    PROJECT = "project", _("A project")
    LABEL = "label", _("A label")


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own alone, the bin's too: nobody sets goals for others, or watches theirs."""
        return self.filter(workspace=actor.workspace, user=actor.user)

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def current(self) -> Self:
        """Neither in the bin nor put away."""
        return self.filter(deleted_at=None, archived_at=None)

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class Goal(models.Model):
    """
    So much time a day or a week, for all that one does or for one client, project or label.

    What it is about never changes; how much is said by its GoalTarget rows, each from a day on, so that the past stays
    what it was. With `at_most` it is a limit.
    """

    MOST = 30

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    period = models.CharField(max_length=4, choices=GoalPeriod)
    about = models.CharField(max_length=7, choices=GoalSubject, default=GoalSubject.ALL)
    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="+", db_constraint=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+", db_constraint=False)
    label = models.ForeignKey(Label, models.CASCADE, null=True, related_name="+", db_constraint=False)
    at_most = models.BooleanField(default=False, help_text="A limit rather than something to reach.")
    notifies = models.BooleanField(default=True, help_text="Say when it is reached, and when it is at risk.")
    position = PositionField()
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="goal_in_workspace"),
            models.CheckConstraint(condition=Q(period__in=GoalPeriod.values), name="goal_period"),
            models.CheckConstraint(
                condition=Q(about="all", client=None, project=None, label=None)
                | Q(about="client", client__isnull=False, project=None, label=None)
                | Q(about="project", client=None, project__isnull=False, label=None)
                | Q(about="label", client=None, project=None, label__isnull=False),
                name="goal_about_one_thing",
            ),
            SameOwner(field="client", name="goal_client_same_workspace"),
            SameOwner(field="project", name="goal_project_same_workspace"),
            SameOwner(field="label", name="goal_label_same_workspace"),
        ]
        indexes = [
            models.Index(
                fields=["user", "workspace", "position"],
                name="goal_current",
                condition=Q(deleted_at=None, archived_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.about}"

    @property
    def is_weekly(self) -> bool:
        return self.period == GoalPeriod.WEEK

    @property
    def subject(self) -> Client | Project | Label | None:
        return self.client or self.project or self.label


class GoalTarget(models.Model):
    """How much a goal asks for, from a day on until the next such row; on which weekdays, as bits from Monday."""

    id = models.BigAutoField(primary_key=True)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="targets")
    since = models.DateField()
    seconds = models.PositiveIntegerField()
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY, help_text="Of a weekly goal all of them.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "since"], name="goal_target_once"),
            models.CheckConstraint(condition=Q(seconds__range=(60, 7 * 24 * 3600)), name="goal_target_seconds"),
            models.CheckConstraint(condition=Q(weekdays__range=(1, EVERY_DAY)), name="goal_target_weekdays"),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} since {self.since}"

    def applies_on(self, day: date) -> bool:
        return bool(self.weekdays >> day.weekday() & 1)


def bits_of(weekdays: frozenset[int]) -> int:
    return sum(1 << weekday for weekday in weekdays)
