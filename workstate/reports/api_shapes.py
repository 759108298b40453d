"""How a report is shown to programs, for the schema; `exporters.json` prints it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Column, Kind

MONEY = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "currency": {"type": "string", "example": "EUR", "description": "ISO 4217."},
            "amount": {"type": "string", "example": "12.50", "description": "In the digits of the currency."},
        },
        "required": ["currency", "amount"],
    },
}
SUBJECT = {
    "type": "object",
    "properties": {
        "id": {
            "type": ["string", "boolean", "null"],
            "description": "Of the project, task, person …, or the (first) day; null of what has none, and only zeros of"
            " what you no longer see. Time without a task has the words that were written down.",
        },
        "name": {"type": "string"},
        "number": {"type": "integer", "description": "Of a task."},
    },
    "required": ["id", "name"],
}
VALUE: dict[str, Any] = {
    "description": "By the kind of the column: subject is an object, seconds a whole number, money a list of amounts by"
    " currency, percent and number a number, day and moment (UTC) a string as in ISO 8601, flag a boolean, text a string."
    " null says that there is nothing to say.",
    "anyOf": [{"type": ["string", "number", "boolean", "null"]}, SUBJECT, MONEY],
}
INNER = {"type": "object", "additionalProperties": VALUE}
ROW = {
    "type": "object",
    "description": "Values under the keys of the columns. A group has its own rows, and names only itself.",
    "properties": {"rows": {"type": "array", "items": INNER}},
    "additionalProperties": VALUE,
}
VALUE_KINDS = [(kind.value, kind.value) for kind in Kind]


@extend_schema_field(VALUE)
class ValueField(serializers.Field[Any, Any, Any, Any]):
    pass


@extend_schema_field(ROW)
class RowField(serializers.Field[Any, Any, Any, Any]):
    pass


@extend_schema_field({"type": ["object", "null"], "additionalProperties": VALUE})
class TotalField(serializers.Field[Any, Any, Any, Any]):
    pass


class ComparedShape(serializers.Serializer[Report]):
    first = serializers.DateField()
    last = serializers.DateField()


class ReportFigureShape(serializers.Serializer[Report]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=VALUE_KINDS)
    value = ValueField()
    note = serializers.CharField()


class ReportColumnShape(serializers.Serializer[Column]):
    key = serializers.CharField(help_text="Stable: what rows have their values under.")
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=VALUE_KINDS)


class ReportShape(serializers.Serializer[Report]):
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    title = serializers.CharField(help_text="The answer in one sentence.")
    first = serializers.DateField()
    last = serializers.DateField()
    compared = ComparedShape(allow_null=True, help_text="The days that they are held against.")
    time_zone = serializers.CharField(help_text="Of the person who asks.")
    parameters = serializers.DictField(
        child=serializers.CharField(),
        help_text="What was asked, as this address takes it, without what goes without saying.",
    )
    rounding = serializers.CharField(help_text="How each entry was rounded: none, or such as up-15 (minutes).")
    is_running = serializers.BooleanField(help_text="Whether a timer runs in these days, which is not counted yet.")
    figures = ReportFigureShape(many=True, help_text="The numbers that matter.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="The small print.")
    columns = ReportColumnShape(many=True)
    rows = serializers.ListField(child=RowField())
    total = TotalField(allow_null=True, help_text="Under the keys of the columns that count.")
    next = serializers.CharField(allow_null=True, help_text="The address of the following page; null on the last.")
