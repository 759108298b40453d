from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via

FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=1)
# Their data says what is nobody's business but administrators', whoever acted: they may be one no longer.
CONFIDENTIAL = frozenset(
    {
        Verb.BUDGET_SET,
        Verb.BUDGET_CHANGED,
        Verb.BUDGET_DELETED,
        Verb.BUDGET_RESTORED,
        Verb.BUDGET_REACHED,
        Verb.RATE_SET,
        Verb.RATE_CHANGED,
        Verb.RATE_DELETED,
        Verb.RATE_RESTORED,
    }
)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> Self:
        """
        The actor's own acts, without what is for administrators alone; those see that the others happened as well.

        What `data` says of somebody's inbox or private view is no administrator's business: audit.lines leaves it out.
        """
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(user=actor.user).exclude(verb__in=CONFIDENTIAL)

    def due(self) -> Self:
        """What waits to be relayed, oldest first."""
        return self.filter(relayed_at=None, relay_after__lte=Now()).order_by("relay_after", "pk")

    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Event(models.Model):
    """One thing that happened: the log, the feed, the audit and the outbox. Written by record() alone, never changed."""

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    via = models.CharField(max_length=20, choices=Via)
    data = models.JSONField(default=dict)
    batch = models.UUIDField(null=True, help_text="Shared by what one act did to many; undone together.")
    happened_at = models.DateTimeField(db_default=Now())
    project_id = models.UUIDField(null=True, help_text="The project in which it happened, if in one.")
    task_id = models.UUIDField(null=True, help_text="The task on which it happened.")
    address = models.CharField(
        max_length=49, null=True, help_text="Of the net, from which it was asked; after ninety days its network alone."
    )
    device = models.CharField(max_length=60, null=True, help_text="As accounts.devices.device_code() names it.")

    relayed_at = models.DateTimeField(null=True)
    relay_after = models.DateTimeField(db_default=Now())
    relay_attempts = models.PositiveSmallIntegerField(default=0)
    relay_error = models.CharField(max_length=300, null=True, help_text="Why the last attempt failed.")

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["relay_after", "id"], name="event_outbox", condition=models.Q(relayed_at=None)),
            models.Index(fields=["batch"], name="event_batch", condition=models.Q(batch__isnull=False)),
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["workspace", "-id"], name="event_workspace"),
            models.Index(fields=["workspace", "verb", "-id"], name="event_by_verb"),
            models.Index(fields=["user", "-id"], name="event_by_user"),
            models.Index(fields=["happened_at"], name="event_moment"),
            models.Index(
                fields=["project_id", "-id"], name="event_of_project", condition=models.Q(project_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    def postpone(self, at: datetime, error: str) -> None:
        """Try again later, each time twice as late."""
        self.relay_attempts += 1
        self.relay_error = error[:300].replace("\x00", "")
        self.relay_after = at + min(FIRST_DELAY * 2 ** min(self.relay_attempts, 12), LONGEST_DELAY)
        self.save(update_fields=["relay_attempts", "relay_after", "relay_error"])
