"""How much of an entry falls on which day."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models.entries import TimeEntry
from workstate.workspaces.models import Workspace


class EntryDay(models.Model):
    """
    The part of an entry that falls on one day of the person. Kept only for entries over midnight; the parts add up to the
    duration. `before` counts the seconds of the entry on its earlier days.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.ForeignKey(TimeEntry, models.CASCADE, related_name="days")
    day = models.DateField()
    seconds = models.PositiveIntegerField()
    before = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "day"], name="entry_day_once")]
        indexes = [models.Index(fields=["workspace", "user", "day"], name="entry_days")]

    def __str__(self) -> str:
        return f"{self.seconds} on {self.day}"


class DaySumQuerySet(models.QuerySet["DaySum"]):
    def visible_to(self, actor: Actor) -> Self:
        """As the entries themselves: one's own; an administrator sees everybody's in the workspace."""
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(user=actor.user)

    def between(self, first: object, last: object) -> Self:
        return self.filter(day__gte=first, day__lte=last)


class DaySum(models.Model):
    """
    Finished, kept time of a person on a day, by project and by whether it is billable: DayShare, added up.

    The database keeps it, in the transaction that writes time and of however many entries at once: triggers add a row of
    what has changed, perhaps negative, so that nobody waits for anybody. Only the sum of the rows means something. A job
    puts them together (`timetracking.day_sums`). Nothing here is deleted with what it names: the change takes it away.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    project = models.ForeignKey(
        Project, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()
    billable = models.BooleanField()
    seconds = models.BigIntegerField()
    entries = models.IntegerField(help_text="Shares of time that were added up.")

    objects = DaySumQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "day", "user"],
                include=["project", "billable", "seconds", "entries"],
                name="day_sums",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seconds} on {self.day}"


class DayTotalQuerySet(models.QuerySet["DayTotal"]):
    def visible_to(self, actor: Actor) -> Self:
        """To whoever sees everybody's time in the workspace, and to nobody else: it cannot be told whose is in it."""
        return self.filter(workspace=actor.workspace) if actor.administers else self.none()

    def between(self, first: object, last: object) -> Self:
        return self.filter(day__gte=first, day__lte=last)


class DayTotal(models.Model):
    """
    The sums of each day without a word of who: DaySum, added up over everybody in the workspace.

    Kept by the same triggers in the same way, a row for each change, so that only the sum of the rows means something. A year of
    fifty people is a sixth of the rows.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    project = models.ForeignKey(
        Project, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()
    billable = models.BooleanField()
    seconds = models.BigIntegerField()
    entries = models.IntegerField(help_text="Shares of time that were added up.")

    objects = DayTotalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "day"], include=["project", "billable", "seconds", "entries"], name="day_totals"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seconds} on {self.day}"


class DayShareQuerySet(models.QuerySet["DayShare"]):
    def visible_to(self, actor: Actor) -> Self:
        """As the entries themselves: one's own; an administrator sees everybody's in the workspace."""
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(user=actor.user)

    def between(self, first: object, last: object) -> Self:
        return self.filter(day__gte=first, day__lte=last)


class DayShare(models.Model):
    """
    Finished, kept time by the day on which it was spent: what every total by day adds up. A view of the database.

    An entry within one day is one row; one over midnight has a row for each of its days.
    """

    entry = models.OneToOneField(TimeEntry, models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False)
    workspace = models.ForeignKey(Workspace, models.DO_NOTHING, related_name="+", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_constraint=False)
    task = models.ForeignKey(Task, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    project = models.ForeignKey(Project, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    description = models.CharField(max_length=1000)
    billable = models.BooleanField()
    started_at = models.DateTimeField(null=True)
    day = models.DateField()
    seconds = models.PositiveIntegerField()
    before = models.PositiveIntegerField(help_text="Seconds of the entry on earlier days.")
    is_first = models.BooleanField(help_text="The first day of the entry; true of each that has but one.")

    objects = DayShareQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "timetracking_dayshare"

    def __str__(self) -> str:
        return f"{self.seconds} on {self.day}"
