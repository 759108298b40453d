"""A person's one clock, and how they want it to behave."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Clock(models.Model):
    """
    What is known of a person's timer beside the running entry itself. The row is what every change of the timer locks.

    `version` grows with every start, stop, discard and change of the running entry: a request that names an older one was
    sent by somebody who did not know of that, and is refused.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="clock")
    version = models.PositiveBigIntegerField(default=0, db_default=0)
    seen_at = models.DateTimeField(null=True, help_text="The last sign of life while a timer ran.")
    asked_at = models.DateTimeField(null=True, help_text="Since when “Still working?” waits for an answer.")
    answered_at = models.DateTimeField(null=True, help_text="The last yes to it; the length counts anew from there.")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="clock_asked", condition=Q(asked_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.version}"


class TimePreferences(models.Model):
    """What a person chose about forgotten timers, idleness and reminders. Lengths are seconds; null means never."""

    ASK_AFTER = 4 * 3600
    STOP_AFTER = 30 * 60
    IDLE_AFTER = 10 * 60

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    ask_after = models.PositiveIntegerField(
        null=True, default=ASK_AFTER, help_text="Ask “Still working?” after so long."
    )
    stop_after = models.PositiveIntegerField(
        null=True, default=STOP_AFTER, help_text="Stop at the last sign of life when the question waited so long."
    )
    idle_after = models.PositiveIntegerField(
        null=True, default=IDLE_AFTER, help_text="Nothing touched for so long is idle."
    )
    remind_after = models.PositiveIntegerField(
        null=True, default=None, help_text="Say “You are not tracking” after so long in working hours."
    )

    def __str__(self) -> str:
        return str(self.user_id)
