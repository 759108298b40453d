from __future__ import annotations

from datetime import datetime, time
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.reports.models.saved import SavedReport
from workstate.workspaces.models import Workspace


class Frequency(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKDAYS = "weekdays", _("Every weekday")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class FileFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    PDF = "pdf", "PDF"


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; an administrator sees everybody's, to be able to stop them. The deleted ones too."""
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(created_by=actor.user)

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def due(self, at: datetime) -> Self:
        """Those whose time has come, the longest waiting first. Paused and deleted ones have no time."""
        return self.filter(next_at__lte=at).order_by("next_at")


class ReportSchedule(models.Model):
    """
    When a saved report is mailed, to whom, and with what.

    `at` is on the wall clock of the maker, wherever they live by then; `next_at` is the instant that it comes to next,
    counted in `zone`. Null while it is paused or deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="schedules", db_constraint=False)
    frequency = models.CharField(max_length=8, choices=Frequency)
    weekday = models.PositiveSmallIntegerField(null=True, help_text="From Monday, 0; of a weekly one.")
    day_of_month = models.PositiveSmallIntegerField(
        null=True, help_text="1 to 31, or the last day of a month that has fewer; of a monthly one."
    )
    at = models.TimeField(default=time(8), help_text="Wall clock of the maker.")
    formats = ArrayField(models.CharField(max_length=4, choices=FileFormat), default=list, help_text="Files attached.")
    with_rates = models.BooleanField(
        default=False, help_text="Amounts are shown, if the maker sees them. Costs never are."
    )
    note = models.TextField(blank=True, max_length=2000)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    next_at = models.DateTimeField(null=True, editable=False)
    zone = models.CharField(max_length=63, blank=True, editable=False, help_text="In which next_at was counted.")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="report_schedule_in_workspace"),
            models.CheckConstraint(
                condition=Q(frequency__in=["daily", "weekdays"], weekday=None, day_of_month=None)
                | Q(frequency="weekly", weekday__gte=0, weekday__lte=6, day_of_month=None)
                | Q(frequency="monthly", weekday=None, day_of_month__gte=1, day_of_month__lte=31),
                name="report_schedule_days",
                violation_error_message=_("Choose a weekday for every week, or a day for every month."),
            ),
            models.CheckConstraint(
                condition=Q(formats__contained_by=FileFormat.values),
                name="report_schedule_formats",
                violation_error_message=_("Attach CSV, XLSX or PDF."),
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(paused_at=None, deleted_at=None), name="report_schedule_due_if_active"
            ),
            SameOwner(field="report", name="report_schedule_same_workspace"),
            SameOwner(field="report", name="report_schedule_of_maker", owner="created_by"),
        ]
        indexes = [models.Index(fields=["next_at"], name="report_schedule_due", condition=Q(next_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()} {self.report_id}"


class ReportRecipient(models.Model):
    """
    To whom a schedule mails: a person, or an address outside.

    Whoever stops the mails is kept here, so that nobody can put them back by adding them again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="recipients", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True, help_text="Of whoever is no person here.")
    stopped_at = models.DateTimeField(null=True, help_text="When they asked for no more.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="report_recipient_in_workspace"),
            models.UniqueConstraint(
                fields=["schedule", "user"],
                name="report_recipient_once",
                violation_error_message=_("This person gets it already."),
            ),
            models.UniqueConstraint(
                "schedule",
                Lower("email"),
                name="report_recipient_address_once",
                condition=~Q(email=""),
                violation_error_message=_("This address gets it already."),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | (Q(user=None) & ~Q(email="")),
                name="report_recipient_one",
                violation_error_message=_("Name a person or an address."),
            ),
            SameOwner(field="schedule", name="report_recipient_same_workspace"),
        ]

    def __str__(self) -> str:
        return self.email or str(self.user_id)
