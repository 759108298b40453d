"""What time looks like to programs, coming and going."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from workstate.core.api import StrictSerializer
from workstate.timetracking.models import TimeEntry


class EntryChange(StrictSerializer):
    task = serializers.UUIDField(required=False, allow_null=True)
    project = serializers.UUIDField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    billable = serializers.BooleanField(required=False)
    started_at = serializers.DateTimeField(required=False)
    stopped_at = serializers.DateTimeField(required=False)
    day = serializers.DateField(required=False, help_text="With duration: hours without clock times.")
    duration = serializers.IntegerField(required=False, help_text="Seconds.")


class EntryBody(EntryChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")


VERSION = "Of the timer as the client last heard of it; 409 if it was changed since. Not checked if not given."


class TimerStart(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request starts one.")
    task = serializers.UUIDField(required=False, allow_null=True)
    project = serializers.UUIDField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    billable = serializers.BooleanField(required=False)
    at = serializers.DateTimeField(
        required=False,
        help_text="When it really began; now if not given. At most a week ago, not before what ran, and not in time that "
        "was tracked already.",
    )
    version = serializers.IntegerField(required=False, min_value=0, help_text=VERSION)


class TimerStop(StrictSerializer):
    entry = serializers.UUIDField(
        required=False, help_text="The one that is meant: no other is stopped, and no version is needed."
    )
    at = serializers.DateTimeField(
        required=False, help_text="When it really ended; now if not given. Not before its start."
    )
    version = serializers.IntegerField(required=False, min_value=0, help_text=VERSION)


class TimerChange(StrictSerializer):
    entry = serializers.UUIDField(required=False, help_text="The one that is meant; 409 if it does not run any more.")
    version = serializers.IntegerField(required=False, min_value=0, help_text=VERSION)
    task = serializers.UUIDField(required=False, allow_null=True)
    project = serializers.UUIDField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    billable = serializers.BooleanField(required=False)
    started_at = serializers.DateTimeField(required=False, help_text="With the limits of `at` when it is started.")


class TimerDiscard(StrictSerializer):
    entry = serializers.UUIDField(required=False, help_text="The one that is meant; 409 if it was stopped meanwhile.")
    version = serializers.IntegerField(required=False, min_value=0, help_text=VERSION)


class TimerContinue(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request starts one.")
    at = serializers.DateTimeField(required=False, help_text="When it really began, as when the timer is started.")
    version = serializers.IntegerField(required=False, min_value=0, help_text=VERSION)


class EntryShape(serializers.Serializer[TimeEntry]):
    """How a time entry is shown; `shown` prints it."""

    id = serializers.UUIDField()
    user = serializers.UUIDField()
    task = serializers.UUIDField(allow_null=True)
    project = serializers.UUIDField(allow_null=True)
    description = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField())
    billable = serializers.BooleanField()
    started_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)
    day = serializers.DateField()
    duration = serializers.IntegerField(allow_null=True, help_text="Seconds; null while it runs.")
    created_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class TimerEntryShape(EntryShape):
    workspace = serializers.SlugField(help_text="Where it runs: one person has one timer in all their workspaces.")


class TimerShape(serializers.Serializer[Any]):
    """What every request about the timer is answered with."""

    version = serializers.IntegerField(help_text="Grows whenever the timer is started, stopped, discarded or moved.")
    now = serializers.DateTimeField(help_text="The server's clock, for clients whose own is wrong.")
    entry = TimerEntryShape(
        allow_null=True, help_text="What the request was about; of a GET what runs, null when nothing does."
    )
    replaced = TimerEntryShape(allow_null=True, help_text="What ran before, stopped by this start.")


def shown(entry: TimeEntry, labels: list[str] | None = None) -> dict[str, Any]:
    """Expects the labels to be fetched ahead, or to be given by name."""
    return {
        "id": entry.pk,
        "user": entry.user_id,
        "task": entry.task_id,
        "project": entry.project_id,
        "description": entry.description,
        "labels": [label.name for label in entry.labels.all()] if labels is None else labels,
        "billable": entry.billable,
        "started_at": entry.started_at,
        "stopped_at": entry.stopped_at,
        "day": entry.day,
        "duration": entry.duration,
        "created_at": entry.created_at,
        "deleted_at": entry.deleted_at,
    }
