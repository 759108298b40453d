"""What time can be added up by."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Grouping(TextChoices):
    PROJECT = "project", _("Project")
    CLIENT = "client", _("Client")
    TASK = "task", _("Task")
    LABEL = "label", _("Label")
    PERSON = "person", _("Person")
    GROUP = "group", _("Group")
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    BILLABLE = "billable", _("Billable")

    @property
    def is_calendar(self) -> bool:
        """Days, weeks and months stand in their own order and have no colour."""
        return self in {Grouping.DAY, Grouping.WEEK, Grouping.MONTH}

    @property
    def owns_tasks(self) -> bool:
        """Whether a task is in one group alone, whatever the day: only then has a group an estimate."""
        return self in {Grouping.PROJECT, Grouping.CLIENT, Grouping.TASK}
