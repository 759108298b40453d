"""What a timesheet looks like to programs and scripts, coming and going."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from workstate.core.api import StrictSerializer
from workstate.core.errors import Invalid
from workstate.timesheets.actions import Outcome, Wanted
from workstate.timesheets.keys import RowKey
from workstate.timesheets.queries import Week


class SheetCellBody(StrictSerializer):
    row = serializers.CharField(max_length=60, help_text="task-<id>, project-<id> or none.")
    day = serializers.DateField()
    value = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, max_length=5000, help_text="As people type it: 1:30."
    )
    seconds = serializers.IntegerField(required=False, min_value=0, max_value=10**9, help_text="In place of `value`.")
    expected = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=10**9,
        help_text="The seconds that were seen there: if they have changed since, nothing is written.",
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    expected_note = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class SheetCellsBody(StrictSerializer):
    id = serializers.UUIDField(
        required=False, help_text="Chosen by the client, so that a repeated request writes once."
    )
    cells = SheetCellBody(many=True, allow_empty=False)


class SheetCellShape(serializers.Serializer[Any]):
    day = serializers.DateField()
    seconds = serializers.IntegerField(help_text="Finished time of the day.")
    clocked = serializers.IntegerField(help_text="What of it was clocked, and with it what a running timer counts.")
    note = serializers.CharField()


class SheetRowShape(serializers.Serializer[Any]):
    row = serializers.CharField()
    task = serializers.UUIDField(allow_null=True)
    project = serializers.UUIDField(allow_null=True)
    cells = SheetCellShape(many=True)


class SheetDayShape(serializers.Serializer[Any]):
    day = serializers.DateField()
    seconds = serializers.IntegerField()
    working = serializers.IntegerField(help_text="Seconds that the person works on such a day.")
    locked = serializers.CharField(help_text="Why nothing can be written on the day; empty if it can.")


class SheetWeekShape(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    seconds = serializers.IntegerField()
    days = SheetDayShape(many=True)
    rows = SheetRowShape(many=True)


class SheetOutcomeShape(serializers.Serializer[Any]):
    row = serializers.CharField()
    day = serializers.DateField()
    state = serializers.ChoiceField(["saved", "unchanged", "conflict", "refused"])
    seconds = serializers.IntegerField()
    note = serializers.CharField()
    message = serializers.CharField()


class SheetFilledShape(serializers.Serializer[Any]):
    batch = serializers.UUIDField(allow_null=True)
    cells = SheetOutcomeShape(many=True)


def wanted(cells: list[Mapping[str, Any]]) -> list[Wanted]:
    """Cells as their serializer has checked them; raises Invalid."""
    return [_wanted(cell) for cell in cells]


def _wanted(cell: Mapping[str, Any]) -> Wanted:
    if "value" in cell and "seconds" in cell:
        raise Invalid(_("Give either the value or the seconds."), field="seconds")
    return Wanted(
        RowKey.read(cell["row"]),
        cell["day"],
        cell.get("value", cell.get("seconds")),
        cell.get("expected"),
        cell.get("note"),
        cell.get("expected_note"),
    )


def shown_outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "row": str(outcome.wanted.row),
        "day": outcome.wanted.day,
        "state": str(outcome.state),
        "seconds": outcome.seconds,
        "note": outcome.note,
        "message": outcome.message,
    }


def shown_week(week: Week) -> dict[str, Any]:
    """Finished time; what a timer counts is told by the running entry."""
    return {
        "first": week.first,
        "last": week.last,
        "seconds": sum(cell.held.seconds for line in week.lines for cell in line.cells),
        "days": [
            {
                "day": column.day,
                "seconds": sum(line.cells[place].held.seconds for line in week.lines),
                "working": column.working,
                "locked": column.lock,
            }
            for place, column in enumerate(week.columns)
        ],
        "rows": [
            {
                "row": str(line.key),
                "task": line.key.task,
                "project": line.project.pk if line.project else None,
                "cells": [
                    {
                        "day": cell.day,
                        "seconds": cell.held.seconds,
                        "clocked": cell.held.clocked,
                        "note": cell.held.note,
                    }
                    for cell in line.cells
                ],
            }
            for line in week.lines
        ],
    }
