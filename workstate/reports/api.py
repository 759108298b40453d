from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.reports.description import read_description
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Preset
from workstate.reports.queries import make_report
from workstate.reports.report import Line, Report
from workstate.workspaces.api import WorkspaceAPIView


class InnerLineShape(serializers.Serializer[Line]):
    id = serializers.CharField(allow_null=True, help_text="Of the project, task, label …; null for what has none.")
    name = serializers.CharField()
    seconds = serializers.IntegerField()
    billable_seconds = serializers.IntegerField()
    raw_seconds = serializers.IntegerField(help_text="Before rounding.")
    estimate = serializers.IntegerField(allow_null=True, help_text="Seconds.")


class LineShape(InnerLineShape):
    lines = InnerLineShape(many=True)


class SummaryShape(serializers.Serializer[Report]):
    """How a summary is shown; `shown` prints it."""

    first = serializers.DateField()
    last = serializers.DateField()
    group = serializers.ChoiceField(choices=Grouping.choices)
    then = serializers.ChoiceField(choices=Grouping.choices, allow_null=True)
    seconds = serializers.IntegerField()
    billable_seconds = serializers.IntegerField()
    rounding = serializers.CharField(help_text="How each entry was rounded: none, or such as up-15 (minutes).")
    raw_seconds = serializers.IntegerField(help_text="Before rounding.")
    before = serializers.IntegerField(
        help_text="Seconds in the period before, as far as this one has come; rounded alike."
    )
    overlap = serializers.BooleanField(
        help_text="Entries with several labels count in each line and once in the total."
    )
    lines = LineShape(many=True)


def shown(report: Report) -> dict[str, Any]:
    description = report.description
    return {
        "first": description.period.first,
        "last": description.period.last,
        "group": description.group,
        "then": description.then,
        "seconds": report.seconds,
        "billable_seconds": report.billable_seconds,
        "rounding": description.rounding.code,
        "raw_seconds": report.raw_seconds,
        "before": report.before,
        "overlap": report.overlap,
        "lines": [{**_line(line), "lines": [_line(inner) for inner in line.lines]} for line in report.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    subject = line.subject
    return {
        "id": None if subject.id is None else str(subject.id),
        "name": subject.name,
        "seconds": line.seconds,
        "billable_seconds": line.billable_seconds,
        "raw_seconds": line.raw_seconds,
        "estimate": line.estimate,
    }


@extend_schema(tags=["reports"])
class SummaryAPIView(WorkspaceAPIView):
    @extend_schema(
        summary="Add up my time",
        parameters=[
            OpenApiParameter(
                "period", str, enum=Preset.values, description="Named days; this week if nothing is given."
            ),
            OpenApiParameter("from", str, description="The first day, instead of a named period."),
            OpenApiParameter("to", str, description="The last day."),
            OpenApiParameter("group", str, enum=Grouping.values),
            OpenApiParameter(
                "then", str, enum=["", *Grouping.values], description="Within each group; empty for none."
            ),
            OpenApiParameter(
                "rounding",
                str,
                description="none, or up, down or nearest and minutes, such as up-15; the workspace's if not given."
                " Each entry is rounded by itself.",
            ),
        ],
        responses=SummaryShape,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The same numbers as on the report page, to the second. The running timer is not counted."""
        return Response(shown(make_report(read_description(request.query_params.dict(), self.actor), self.actor)))
