"""What fields look like to programs, coming and going."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from workstate.core.api import StrictSerializer
from workstate.core.colours import COLOURS
from workstate.customfields.models import CustomField, FieldChoice, Kind
from workstate.customfields.models.field import MOST_DECIMALS
from workstate.customfields.values import plain


class FieldChange(StrictSerializer):
    name = serializers.CharField(max_length=60, required=False)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True)
    required = serializers.BooleanField(  # type: ignore[assignment]
        required=False, help_text="Shown on every task, and not emptied once it is filled."
    )
    projects = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=500,
        required=False,
        allow_null=True,
        help_text="The projects whose tasks have the field; null: all tasks.",
    )
    decimals = serializers.IntegerField(min_value=0, max_value=MOST_DECIMALS, required=False)
    unit = serializers.CharField(max_length=20, required=False, allow_blank=True)
    minimum = serializers.DecimalField(max_digits=20, decimal_places=MOST_DECIMALS, required=False, allow_null=True)
    maximum = serializers.DecimalField(max_digits=20, decimal_places=MOST_DECIMALS, required=False, allow_null=True)


class FieldBody(FieldChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=Kind.choices)
    choices = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100, required=False)


class FieldPlace(StrictSerializer):
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The one ahead; null: first.")


class ChoiceChange(StrictSerializer):
    name = serializers.CharField(max_length=60, required=False)
    colour = serializers.ChoiceField(choices=COLOURS, required=False)
    archived = serializers.BooleanField(required=False, help_text="Offered no more; it stays where it was chosen.")


class ChoiceBody(StrictSerializer):
    id = serializers.UUIDField(required=False)
    name = serializers.CharField(max_length=60)
    colour = serializers.ChoiceField(choices=COLOURS, required=False)


class ValuesBody(StrictSerializer):
    tasks = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)
    value = serializers.JSONField(allow_null=True, help_text="As in `fields` of a task; null empties the field.")


class ChoiceShape(serializers.Serializer[FieldChoice]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    colour = serializers.ChoiceField(choices=COLOURS)
    archived_at = serializers.DateTimeField(allow_null=True)


class FieldShape(serializers.Serializer[CustomField]):
    """How a field is shown; `shown` prints it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    description = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    projects = serializers.ListField(child=serializers.UUIDField(), allow_null=True, help_text="Null: all tasks.")
    decimals = serializers.IntegerField(allow_null=True, help_text="Of numbers.")
    unit = serializers.CharField()
    minimum = serializers.CharField(allow_null=True)
    maximum = serializers.CharField(allow_null=True)
    choices = ChoiceShape(many=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class WrittenShape(serializers.Serializer[Any]):
    """What became of many tasks."""

    changed = serializers.ListField(child=serializers.UUIDField(), help_text="The tasks named, as they are now.")
    batch = serializers.UUIDField(help_text="Takes all of it back: see undoing of tasks.")


class DeletedShape(serializers.Serializer[Any]):
    tasks = serializers.IntegerField(help_text="How many tasks no longer show a value.")


def ahead(fields: QuerySet[CustomField]) -> QuerySet[CustomField]:
    """The fields with what shown() prints of each."""
    return fields.prefetch_related("projects", Prefetch("choices", FieldChoice.objects.by_position()))


def shown(field: CustomField) -> dict[str, Any]:
    """Expects what ahead() fetches."""
    return {
        "id": field.pk,
        "name": field.name,
        "kind": field.kind,
        "description": field.description,
        "required": field.required,
        "projects": None if field.everywhere else [project.pk for project in field.projects.all()],
        "decimals": field.decimals if field.kind == Kind.NUMBER else None,
        "unit": field.unit,
        "minimum": plain(field.minimum),
        "maximum": plain(field.maximum),
        "choices": [
            {
                "id": choice.pk,
                "name": choice.name,
                "colour": choice.colour,
                "archived_at": choice.archived_at,
            }
            for choice in field.choices.all()
        ],
        "archived_at": field.archived_at,
        "deleted_at": field.deleted_at,
    }
