from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.timetracking import actions
from workstate.timetracking.api import timer
from workstate.timetracking.api.shapes import (
    EntryBody,
    EntryChange,
    EntryShape,
    TimerChange,
    TimerContinue,
    TimerDiscard,
    TimerShape,
    TimerStart,
    TimerStop,
    shown,
)
from workstate.timetracking.api.timer import conflict_of
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


class TimerAPIView(TimeAPIView):
    """What answers with the timer; whoever is refused by what happened meanwhile is told what the timer is now."""

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if response.status_code == 409:
            response.data |= conflict_of(exc, self.actor)
        return response


@extend_schema(tags=["timer"])
class TimerView(TimerAPIView):
    """The person's one timer."""

    @extend_schema(summary="Show the running timer", responses=TimerShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """In whichever workspace it runs; `entry` is null when none does."""
        return Response(timer.timer_of(self.actor))

    @extend_schema(summary="Start the timer", request=TimerStart, responses={201: TimerShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Stops whatever ran (`replaced`). The same id again answers with the entry that it started the first time."""
        return Response(timer.start(self.actor, request.data), status=201)

    @extend_schema(summary="Change what runs", request=TimerChange, responses=TimerShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Only what is given changes, so what is changed elsewhere at the same time stays."""
        return Response(timer.change(self.actor, request.data))

    @extend_schema(summary="Stop the timer", request=TimerStop, responses=TimerShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """With `entry`, stops that one alone, so that a late or repeated request ends no other timer."""
        return Response(timer.stop(self.actor, request.data))


@extend_schema(tags=["timer"])
class TimerDiscardView(TimerAPIView):
    @extend_schema(summary="Discard what runs", request=TimerDiscard, responses=TimerShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """It goes to the bin, and comes back running by the entry's restoration. Time that was stopped stays."""
        return Response(timer.discard(self.actor, request.data))


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
        values = timer.resolved(self.actor, parsed(EntryBody, request))
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
        return self.shown(
            actions.change_entry(entry, by=self.actor, **timer.resolved(self.actor, parsed(EntryChange, request)))
        )

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


@extend_schema(tags=["timer"])
class EntryContinuationView(TimerAPIView):
    @extend_schema(
        summary="Start the timer again on what an entry was about", request=TimerContinue, responses={201: TimerShape}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(timer.go_on(self.actor, request.data, entry=kwargs["pk"]), status=201)
