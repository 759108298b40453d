"""What a person's Pomodoro is made of: intervals of focus and of rest, on the server's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Workspace


class Kind(models.TextChoices):
    FOCUS = "focus", _("Focus")
    SHORT_BREAK = "short_break", _("Short break")
    LONG_BREAK = "long_break", _("Long break")


class Outcome(models.TextChoices):
    COMPLETED = "completed", _("Ran to its end")
    SKIPPED = "skipped", _("Skipped")
    STOPPED = "stopped", _("Stopped")


class IntervalQuerySet(models.QuerySet["Interval"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own alone: nobody else watches how somebody works."""
        return self.filter(workspace=actor.workspace, user=actor.user)

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def due(self, at: datetime) -> Self:
        """Still open although their time is over."""
        return self.open().filter(ends_at__lte=at)

    def newest_first(self) -> Self:
        """Of two that began in the same second the one is newer that ended later, or not yet."""
        return self.order_by("-started_at", F("ended_at").desc(nulls_first=True), "-created_at", "-pk")

    def counted(self) -> Self:
        """Focus that ran to its end."""
        return self.filter(kind=Kind.FOCUS, outcome=Outcome.COMPLETED)


class Interval(models.Model):
    """
    One stretch of focus or of rest, with the instant at which it ends. Open until it has ended; a person has one.

    Focus has `entry`, the time entry that runs meanwhile; breaks are no time entries. `round` numbers the focus within
    the set that a long break closes, from 1; a break has that of the focus before it. What comes after it is offered until
    it begins or `dismissed_at` says that it is not wanted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+", db_constraint=False)
    entry = models.ForeignKey(TimeEntry, models.SET_NULL, null=True, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=11, choices=Kind)
    round = models.PositiveSmallIntegerField()
    day = models.DateField(help_text="The person's day on which it began.")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="When it is to end; moves when it is made longer.")
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    dismissed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(help_text="The last sign that the person is there.")
    created_at = models.DateTimeField(db_default=Now())

    objects = IntervalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="one_open_interval",
                condition=Q(ended_at=None),
                violation_error_message=_("An interval runs already."),
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="interval_kind"),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False, outcome__in=Outcome.values),
                name="interval_ended_somehow",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="interval_has_a_length"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"), ended_at__lte=F("ends_at")),
                name="interval_ends_within",
            ),
            # Whoever notices, and however late: what ran to its end ended at that very second.
            models.CheckConstraint(
                condition=~Q(outcome="completed") | Q(ended_at=F("ends_at")), name="interval_ends_exactly"
            ),
            models.CheckConstraint(condition=Q(kind="focus") | Q(entry=None), name="interval_break_is_no_time"),
            SameOwner(field="task", name="interval_task_same_workspace"),
            SameOwner(field="entry", name="interval_entry_same_workspace"),
        ]
        indexes = [
            models.Index(fields=["ends_at"], name="interval_due", condition=Q(ended_at=None)),
            models.Index(fields=["user", "-started_at"], name="interval_recent"),
            models.Index(fields=["task", "user"], name="interval_counted", condition=Q(outcome="completed")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.round}"

    @property
    def is_focus(self) -> bool:
        return self.kind == Kind.FOCUS

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def planned(self) -> int:
        """Seconds."""
        return int((self.ends_at - self.started_at).total_seconds())
