"""What a task looks like to programs, coming and going."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from workstate.core.api import StrictSerializer
from workstate.core.errors import Invalid
from workstate.tasks.due import Due
from workstate.tasks.extensions import shapes_of
from workstate.tasks.models import Priority, Recurrence, Task
from workstate.tasks.recurrence import Anchor, Occurrence, Repeat, checked, in_words, upcoming

UPCOMING = 5


class TaskRepeatBody(StrictSerializer):
    """How a task comes back; without `anchor` not before it is done."""

    rule = serializers.CharField(max_length=300, help_text="An RRULE value of RFC 5545 without DTSTART.")
    anchor = serializers.ChoiceField(choices=[anchor.value for anchor in Anchor], required=False)
    times = serializers.ListField(
        child=serializers.TimeField(), max_length=24, required=False, help_text="Wall clock; several: several a day."
    )


class TaskRepeatShape(serializers.Serializer[Recurrence]):
    rule = serializers.CharField()
    anchor = serializers.CharField(help_text="What the next time is counted from: due, completion, not_before.")
    times = serializers.ListField(child=serializers.TimeField())
    words = serializers.CharField(help_text="In the language of the request.")
    skipped = serializers.ListField(child=serializers.DateField())
    upcoming = serializers.ListField(child=serializers.DictField(), help_text="The next five times, if done in time.")


class AssigneeShape(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Of the membership.")
    name = serializers.CharField()


class TaskChange(StrictSerializer):
    title = serializers.CharField(max_length=500, required=False)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    estimate = serializers.IntegerField(required=False, allow_null=True, help_text="Seconds.")
    due_on = serializers.DateField(required=False, allow_null=True)
    due_time = serializers.TimeField(required=False, allow_null=True, help_text="Wall clock of the person's time zone.")
    start_on = serializers.DateField(required=False, allow_null=True, help_text="When work is to begin.")
    deferred_until = serializers.DateField(required=False, allow_null=True, help_text="Out of sight until this day.")
    deadline_on = serializers.DateField(required=False, allow_null=True)
    labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    assignees = serializers.ListField(
        child=serializers.CharField(max_length=40),
        max_length=50,
        required=False,
        help_text="Ids of memberships, or `me`; replaces who is there.",
    )
    repeat = TaskRepeatBody(required=False, allow_null=True)


class TaskBody(TaskChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    title = serializers.CharField(max_length=500)
    project = serializers.UUIDField(required=False, allow_null=True, help_text="Null: my inbox.")
    section = serializers.UUIDField(required=False, allow_null=True)
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]


class TaskPlace(StrictSerializer):
    project = serializers.UUIDField(required=False, allow_null=True)
    section = serializers.UUIDField(required=False, allow_null=True)
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The sibling ahead; null: first.")


class TaskShape(serializers.Serializer[Task]):
    """How a task is shown; `shown` prints it."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField()
    project = serializers.UUIDField(allow_null=True)
    section = serializers.UUIDField(allow_null=True)
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]
    labels = serializers.ListField(child=serializers.CharField())
    priority = serializers.IntegerField()
    estimate = serializers.IntegerField(allow_null=True, help_text="Seconds.")
    due_on = serializers.DateField(allow_null=True)
    due_time = serializers.TimeField(allow_null=True)
    due_zone = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    start_on = serializers.DateField(allow_null=True)
    deferred_until = serializers.DateField(allow_null=True)
    deadline_on = serializers.DateField(allow_null=True)
    assignees = AssigneeShape(many=True)
    repeat = TaskRepeatShape(allow_null=True)
    blocked = serializers.BooleanField(help_text="It waits for an open task that I see.")
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)
    fields = serializers.DictField(help_text="What stands in custom fields, by their ids.")  # type: ignore[assignment]


def shown(task: Task) -> dict[str, Any]:
    """Expects the labels and the recurrence to be fetched ahead, `people` and `blocked` to be worked out."""
    return {
        "id": task.pk,
        "number": task.number,
        "title": task.title,
        "description": task.description,
        "project": task.project_id,
        "section": task.section_id,
        "parent": task.parent_id,
        "labels": [label.name for label in task.labels.all()],
        "priority": task.priority,
        "estimate": task.estimate,
        "due_on": task.due_on,
        "due_time": task.due_time,
        "due_zone": task.due_zone,
        "due_at": task.due_at,
        "start_on": task.start_on,
        "deferred_until": task.deferred_until,
        "deadline_on": task.deadline_on,
        "assignees": getattr(task, "people", []),
        "repeat": repeat_shown(task),
        "blocked": bool(getattr(task, "blocked", False)),
        "created_at": task.created_at,
        "completed_at": task.completed_at,
        "cancelled_at": task.cancelled_at,
        "archived_at": task.archived_at,
        "deleted_at": task.deleted_at,
        **shapes_of(task),
    }


def repeat_shown(task: Task) -> dict[str, Any] | None:
    row: Recurrence | None = getattr(task, "recurrence", None)
    if row is None or task.due_on is None:
        return None
    coming = upcoming(
        row.repeat,
        start=row.start_on,
        current=Occurrence(task.due_on, task.due_time),
        count=UPCOMING,
        skipped=frozenset(row.skipped),
        done=row.done,
    )
    return {
        "rule": row.rule,
        "anchor": row.anchor,
        "times": row.times,
        "words": in_words(row.repeat, language=get_language() or "en"),
        "skipped": row.skipped,
        "upcoming": [{"day": one.day, "time": one.time} for one in coming],
    }


def read_repeat(values: dict[str, Any] | None) -> Repeat | None:
    """Raises Invalid for a rule that cannot be kept."""
    if values is None:
        return None
    times = tuple(sorted(values.get("times", ())))
    return checked(Repeat(values["rule"], Anchor(values.get("anchor", Anchor.NOT_BEFORE)), times))


def with_due(values: dict[str, Any], task: Task | None = None) -> dict[str, Any]:
    """The values with due_on and due_time made one `due`; what is not given stays as the task has it."""
    if not {"due_on", "due_time"} & set(values):
        return values
    day = values.pop("due_on", task.due_on if task else None)
    wall = values.pop("due_time", task.due_time if task and day else None)
    if wall and not day:
        raise Invalid("Give the day too.", field="due_on")
    return {**values, "due": Due(day, wall) if day else None}
