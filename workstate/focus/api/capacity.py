"""Capacity for programs. Moving is done through the tasks: their due day and their assignees."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer
from workstate.core.clock import FIRST_DAY, LAST_DAY, today
from workstate.focus.capacity import Cell, capacity_of
from workstate.workspaces.api import WorkspaceAPIView


class CapacityQuery(StrictSerializer):
    week = serializers.DateField(required=False, help_text="Any day of the week; today's unless said.")

    def validate_week(self, day: Any) -> Any:
        return min(max(day, FIRST_DAY.replace(day=8)), LAST_DAY.replace(day=20))


class CapacityDay(serializers.Serializer[Cell]):
    day = serializers.DateField()
    works = serializers.IntegerField(help_text="Seconds, of the person's working hours.")
    planned = serializers.IntegerField(help_text="Seconds that are left of estimates.")
    tasks = serializers.IntegerField()
    unestimated = serializers.IntegerField(help_text="Tasks without an estimate.")
    tracked = serializers.IntegerField(allow_null=True, help_text="Null where I may not know.")


class CapacityPerson(serializers.Serializer[Any]):
    member = serializers.UUIDField(allow_null=True, help_text="Null: what nobody has taken.")
    name = serializers.CharField()
    days = CapacityDay(many=True)


@extend_schema(tags=["capacity"])
class CapacityView(WorkspaceAPIView):
    @extend_schema(
        summary="Show capacity",
        parameters=[OpenApiParameter("week", str)],
        responses=CapacityPerson(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """For each person and day of a week, what is planned against the hours of work; only what I see counts."""
        query = CapacityQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        week = capacity_of(self.actor, query.validated_data.get("week") or today(self.actor.zone))
        names = ("day", "works", "planned", "tasks", "unestimated", "tracked")
        return Response(
            {
                "results": [
                    {
                        "member": line.member.pk if line.member else None,
                        "name": str(line.member.user) if line.member else "",
                        "days": [{name: getattr(cell, name) for name in names} for cell in line.cells],
                    }
                    for line in week.lines
                ]
            }
        )
