from __future__ import annotations

from datetime import date, datetime
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
from workstate.projects.models import Project
from workstate.tasks.models import Label, Task
from workstate.workspaces.models import Workspace

RUNNING = Q(started_at__isnull=False, stopped_at=None, duration=None)
CLOCKED = Q(started_at__isnull=False, stopped_at__isnull=False, duration__isnull=False)
LOGGED = Q(started_at=None, stopped_at=None, duration__isnull=False)


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; an administrator sees everybody's in the workspace. The bin's too."""
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(user=actor.user)

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def running(self) -> Self:
        return self.kept().filter(RUNNING)

    def finished(self) -> Self:
        return self.kept().filter(duration__isnull=False)

    def between(self, first: date, last: date) -> Self:
        """On days of the person who worked, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def newest_first(self) -> Self:
        return self.order_by("-day", F("started_at").desc(nulls_last=True), "-id")


class TimeEntry(models.Model):
    """
    Time that was spent: clocked (from–to), running (no end yet), or only logged (hours on a day).

    `day` is the person's local day, fixed when the entry is written; `last_day` is that of its end when it goes over
    midnight (EntryDay says how much falls on each). `project` is the task's own project whenever there
    is a task: a trigger of the database keeps it so, also when the task moves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="time_entries")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="time_entries", db_constraint=False)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="time_entries", db_constraint=False)
    labels: models.ManyToManyField[Label, EntryLabel] = models.ManyToManyField(
        Label, through="EntryLabel", related_name="time_entries"
    )
    description = models.CharField(max_length=1000, blank=True)
    billable = models.BooleanField(default=False)

    started_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    day = models.DateField()
    last_day = models.DateField(null=True, help_text="Only of an entry over midnight: the day on which it ends.")
    duration = models.PositiveIntegerField(null=True, help_text="Seconds; null while it runs.")

    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    # Not stored: which timer start_timer ended for this one, so that a page need not ask again what to draw anew.
    replaced: TimeEntry | None = None
    # Nor this: whether the request at hand ended it, rather than finding it ended.
    is_just_stopped = False

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="entry_in_workspace"),
            models.UniqueConstraint(
                fields=["user"],
                name="one_running_entry",
                condition=Q(started_at__isnull=False, stopped_at=None, deleted_at=None),
                violation_error_message=_("A timer is running already."),
            ),
            models.CheckConstraint(
                condition=RUNNING | CLOCKED | LOGGED,
                name="entry_whole",
                violation_error_message=_("Give a start and an end, or a length."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")),
                name="entry_ends_after_start",
                violation_error_message=_("The end must not be before the start."),
            ),
            models.CheckConstraint(condition=Q(last_day=None) | Q(last_day__gt=F("day")), name="entry_days_in_order"),
            SameOwner(field="task", name="entry_task_same_workspace"),
            SameOwner(field="project", name="entry_project_same_workspace"),
        ]
        indexes = [
            models.Index(fields=["workspace", "user", "day"], name="entry_day", condition=Q(deleted_at=None)),
            models.Index(fields=["task"], name="entry_task", condition=Q(deleted_at=None)),
            models.Index(fields=["project", "day"], name="entry_project", condition=Q(deleted_at=None)),
            models.Index(fields=["user", "-started_at"], name="entry_recent", condition=Q(deleted_at=None)),
            # The larger half of DayShare, as lists of everybody's time are ordered and with what reports add up.
            models.Index(
                "workspace",
                F("day").desc(),
                F("started_at").desc(nulls_last=True),
                F("id").desc(),
                include=["user", "project", "task", "billable", "duration"],
                condition=Q(deleted_at=None, duration__isnull=False, last_day=None),
                name="entry_shares",
            ),
        ]

    def __str__(self) -> str:
        return self.description or (self.task.title if self.task else str(_("Time")))

    @property
    def shown_project(self) -> Project | None:
        """Its project, unless the query found that the reader does not see that any more (`sees_project`)."""
        return self.project if getattr(self, "sees_project", True) else None

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.stopped_at is None

    def seconds_at(self, instant: datetime) -> int:
        """Its length; of a running entry, the length so far."""
        if self.duration is not None:
            return self.duration
        return max(0, int((instant - self.started_at).total_seconds())) if self.started_at else 0


class EntryLabel(models.Model):
    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    entry = models.ForeignKey(TimeEntry, models.CASCADE, related_name="+", db_constraint=False)
    label = models.ForeignKey(Label, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "label"], name="entry_label_once"),
            SameOwner(field="entry", name="entry_label_entry_same_workspace"),
            SameOwner(field="label", name="entry_label_label_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} on {self.entry_id}"
