from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking import actions
from workstate.timetracking.api.shapes import EntryBody, EntryChange, EntryShape, TimerStart, TimerStop, shown
from workstate.timetracking.models import TimeEntry, TimeEntryQuerySet
from workstate.workspaces.api import WorkspaceAPIView


class EntryQuery(StrictSerializer):
    first = serializers.DateField(required=False, default=FIRST_DAY)
    last = serializers.DateField(required=False, default=LAST_DAY)
    limit = serializers.IntegerField(required=False)
    cursor = serializers.CharField(required=False)


class TimeAPIView(WorkspaceAPIView):
    def entries(self) -> TimeEntryQuerySet:
        return TimeEntry.objects.visible_to(self.actor).prefetch_related("labels")

    def shown(self, entry: TimeEntry, status: int = 200) -> Response:
        return Response(shown(get_object_or_404(self.entries(), pk=entry.pk)), status=status)

    def resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with identifiers replaced by the rows that the actor may see; raises Http404."""
        doors: dict[str, QuerySet[Any]] = {
            "task": Task.objects.visible_to(self.actor).kept(),
            "project": Project.objects.visible_to(self.actor).kept(),
        }
        return {
            name: get_object_or_404(doors[name], pk=value) if name in doors and value else value
            for name, value in values.items()
        }


@extend_schema(tags=["timer"])
class TimerView(TimeAPIView):
    """The person's one timer."""

    @extend_schema(summary="Show the running timer", responses={200: EntryShape, 204: None})
    def get(self, request: Request, **kwargs: Any) -> Response:
        running = self.entries().of(self.actor.user).running().first()
        return Response(shown(running)) if running else Response(status=204)

    @extend_schema(summary="Start the timer", request=TimerStart, responses={201: EntryShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Stops whatever ran. The same id again answers with the entry that it started the first time."""
        values = self.resolved(parsed(TimerStart, request))
        return self.shown(actions.start_timer(values.pop("task", None), by=self.actor, **values), status=201)

    @extend_schema(summary="Stop the timer", request=TimerStop, responses={200: EntryShape, 204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """With `entry`, stops that one alone, so that a late or repeated request ends no other timer."""
        stopped = actions.stop_timer(by=self.actor, **parsed(TimerStop, request))
        return (
            self.shown(stopped) if stopped and stopped.workspace_id == self.actor.workspace.pk else Response(status=204)
        )


@extend_schema(tags=["time entries"])
class EntriesView(TimeAPIView):
    @extend_schema(
        summary="List time entries",
        parameters=[
            OpenApiParameter("first", str, description="From this day on."),
            OpenApiParameter("last", str, description="Up to this day."),
            OpenApiParameter("limit", int, description="Rows on a page, at most 200."),
            OpenApiParameter("cursor", str),
        ],
        responses=EntryShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """My time in this workspace, newest first; the running entry too."""
        query = EntryQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        entries = (
            TimeEntry.objects.visible_to(self.actor)
            .of(self.actor.user)
            .kept()
            .between(query.validated_data["first"], query.validated_data["last"])
        )
        return page_of(entries.prefetch_related("labels"), shown, view=self, order=("-day", "-id"))

    @extend_schema(summary="Write down time", request=EntryBody, responses={201: EntryShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = self.resolved(parsed(EntryBody, request))
        return self.shown(actions.create_entry(by=self.actor, **values), status=201)


@extend_schema(tags=["time entries"])
class EntryView(TimeAPIView):
    def entry(self) -> TimeEntry:
        return get_object_or_404(self.entries(), pk=self.kwargs["pk"])

    @extend_schema(summary="Show a time entry", responses=EntryShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(self.entry()))

    @extend_schema(summary="Change a time entry", request=EntryChange, responses=EntryShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        entry = self.entry()
        return self.shown(actions.change_entry(entry, by=self.actor, **self.resolved(parsed(EntryChange, request))))

    @extend_schema(summary="Put a time entry in the bin", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_entry(self.entry(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["time entries"])
class EntryRestorationView(EntryView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Take a time entry out of the bin", request=None, responses=EntryShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.restore_entry(self.entry(), by=self.actor))


@extend_schema(tags=["time entries"])
class EntryContinuationView(EntryView):
    http_method_names = ["post", "options"]

    @extend_schema(
        summary="Start the timer again on what an entry was about", request=None, responses={201: EntryShape}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.continue_entry(self.entry(), by=self.actor), status=201)
