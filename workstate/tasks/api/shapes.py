"""What a task looks like to programs, coming and going."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from workstate.core.api import StrictSerializer
from workstate.core.errors import Invalid
from workstate.tasks.due import Due
from workstate.tasks.extensions import shapes_of
from workstate.tasks.models import Priority, Task


class TaskChange(StrictSerializer):
    title = serializers.CharField(max_length=500, required=False)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    estimate = serializers.IntegerField(required=False, allow_null=True, help_text="Seconds.")
    due_on = serializers.DateField(required=False, allow_null=True)
    due_time = serializers.TimeField(required=False, allow_null=True, help_text="Wall clock of the person's time zone.")
    labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)


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
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)
    fields = serializers.DictField(help_text="What stands in custom fields, by their ids.")  # type: ignore[assignment]


def shown(task: Task) -> dict[str, Any]:
    """Expects the labels to be fetched ahead."""
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
        "created_at": task.created_at,
        "completed_at": task.completed_at,
        "deleted_at": task.deleted_at,
        **shapes_of(task),
    }


def with_due(values: dict[str, Any], task: Task | None = None) -> dict[str, Any]:
    """The values with due_on and due_time made one `due`; what is not given stays as the task has it."""
    if not {"due_on", "due_time"} & set(values):
        return values
    day = values.pop("due_on", task.due_on if task else None)
    wall = values.pop("due_time", task.due_time if task and day else None)
    if wall and not day:
        raise Invalid("Give the day too.", field="due_on")
    return {**values, "due": Due(day, wall) if day else None}
