from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from workstate.tasks.models import Reminder


class ReminderMomentQuerySet(models.QuerySet["ReminderMoment"]):
    def due(self, at: datetime) -> Self:
        """Whose time has come, the one that waits longest first."""
        return self.filter(next_at__lte=at).order_by("next_at", "pk")


class ReminderMoment(models.Model):
    """
    When a reminder is to come next: the ledger by which it comes once.

    PostgreSQL keeps `next_at` by triggers, whoever writes: when a reminder is set, when its task gets another date, when
    its person moves to another zone. A day without a time begins where the person lives at the hour that they chose (nine);
    whole days before are counted on the wall clock. A moment that is past when it is set never comes. `fired_for` is the moment that
    came last: it does not come again.
    """

    reminder = models.OneToOneField(
        # The database removes it with the reminder: nothing has to be looked up here when tasks are deleted.
        Reminder,
        models.DO_NOTHING,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    next_at = models.DateTimeField(null=True)
    fired_for = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)

    objects = ReminderMomentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "reminder"], name="reminder_due", condition=models.Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} at {self.next_at}"
