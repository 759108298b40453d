"""Focus for programs: how it stands, what one does with it, and how often it was done."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, parsed
from workstate.core.clock import today
from workstate.focus import actions
from workstate.focus.models import Interval, Kind, Outcome
from workstate.focus.queries import State, counts_by_day, counts_of
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView

MEANT = "The one that is meant: a late or repeated request does nothing to another."


class FocusStart(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request begins one.")
    task = serializers.UUIDField(required=False, allow_null=True, help_text="Else what the timer runs on.")


class FocusMeant(StrictSerializer):
    interval = serializers.UUIDField(required=False, help_text=MEANT)


class FocusChange(FocusMeant):
    ends_at = serializers.DateTimeField(help_text="Later than its end; an earlier instant changes nothing.")


class FocusIntervalShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    workspace = serializers.CharField(help_text="By slug: it may be open in another one.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    round = serializers.IntegerField()
    task = serializers.UUIDField(allow_null=True)
    entry = serializers.UUIDField(allow_null=True, help_text="The time entry of a focus; breaks have none.")
    started_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)


class FocusStepShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    round = serializers.IntegerField()
    seconds = serializers.IntegerField()


class FocusShape(serializers.Serializer[Any]):
    interval = FocusIntervalShape(allow_null=True, help_text="The open one.")
    last = FocusIntervalShape(allow_null=True, help_text="The last one, open or not.")
    offered = FocusStepShape(allow_null=True, help_text="What would begin with next/.")
    today = serializers.IntegerField(help_text="Intervals of focus in this workspace that ran to their end today.")


class CountsQuery(StrictSerializer):
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    task = serializers.UUIDField(required=False)


class FocusCountShape(serializers.Serializer[Any]):
    day = serializers.DateField()
    task = serializers.UUIDField(allow_null=True)
    count = serializers.IntegerField()
    seconds = serializers.IntegerField()


def shown(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "id": interval.pk,
        "workspace": interval.workspace.slug,
        "kind": interval.kind,
        "round": interval.round,
        "task": interval.task_id,
        "entry": interval.entry_id,
        "started_at": interval.started_at,
        "ends_at": interval.ends_at,
        "ended_at": interval.ended_at,
        "outcome": interval.outcome,
    }


class FocusAPIView(WorkspaceAPIView):
    def state(self, status: int = 200) -> Response:
        state: State = actions.look(self.actor.user)
        step = state.offered
        return Response(
            {
                "interval": shown(state.open),
                "last": shown(state.last),
                "offered": {"kind": step.kind, "round": step.round, "seconds": step.seconds} if step else None,
                "today": counts_of(self.actor).today,
            },
            status=status,
        )


@extend_schema(tags=["focus"])
class FocusView(FocusAPIView):
    """The person's one interval of focus or rest."""

    @extend_schema(summary="Show the interval", responses=FocusShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.state()

    @extend_schema(summary="Begin to focus", request=FocusStart, responses={201: FocusShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The timer starts with it, or goes on if it runs on the task already. Whatever interval was open ends."""
        values = parsed(FocusStart, request)
        task = None
        if values.get("task"):
            tasks = Task.objects.visible_to(self.actor).select_related("project")
            task = get_object_or_404(tasks, pk=values["task"])
        actions.start_focus(task, by=self.actor, id=values.get("id"))
        return self.state(status=201)

    @extend_schema(summary="Make the interval longer", request=FocusChange, responses=FocusShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(FocusChange, request)
        actions.extend(values["ends_at"], by=self.actor, interval=values.get("interval"))
        return self.state()

    @extend_schema(summary="Stop the interval", request=FocusMeant, responses=FocusShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """The timer of a focus stops with it. What is only offered is offered no more."""
        actions.stop(by=self.actor, interval=parsed(FocusMeant, request).get("interval"))
        return self.state()


@extend_schema(tags=["focus"])
class FocusNextView(FocusAPIView):
    @extend_schema(summary="Go on to what comes next", request=FocusMeant, responses=FocusShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A break after focus, focus after a break; what is open ends."""
        actions.go_on(by=self.actor, interval=parsed(FocusMeant, request).get("interval"))
        return self.state()


@extend_schema(tags=["focus"])
class FocusPresenceView(WorkspaceAPIView):
    @extend_schema(summary="Say that the person is there", request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Without such a sign in the last ten minutes of a break, focus does not begin by itself."""
        actions.note_presence(by=self.actor)
        return Response(status=204)


@extend_schema(tags=["focus"])
class FocusCountsView(WorkspaceAPIView):
    @extend_schema(
        summary="Count focus by day and task",
        parameters=[
            OpenApiParameter("first", str, description="From this day on; today if not given."),
            OpenApiParameter("last", str, description="Up to this day; today if not given. At most 366 days."),
            OpenApiParameter("task", str, description="Of this task alone."),
        ],
        responses=FocusCountShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """My own intervals of focus that ran to their end."""
        query = CountsQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        day = today(self.actor.zone)
        first, last = query.validated_data.get("first", day), query.validated_data.get("last", day)
        if (last - first).days > 366:
            raise serializers.ValidationError({"last": [_("Ask for a year at most.")]})
        rows = counts_by_day(self.actor, first, last, task=query.validated_data.get("task"))
        return Response(
            [
                {"day": day, "task": task, "count": count, "seconds": int(length.total_seconds())}
                for day, task, count, length in rows
            ]
        )
