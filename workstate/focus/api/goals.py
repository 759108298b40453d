"""Goals for programs, with how far one is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, parsed
from workstate.core.clock import now
from workstate.focus.actions import goals as actions
from workstate.focus.goal_forms import DOORS
from workstate.focus.goal_progress import GoalState, states_of
from workstate.focus.models import Goal, GoalPeriod, GoalSubject
from workstate.workspaces.api import WorkspaceAPIView


class WeekdaysField(serializers.ListField):
    child = serializers.IntegerField(min_value=0, max_value=6)


class GoalChange(StrictSerializer):
    seconds = serializers.IntegerField(required=False, min_value=0, max_value=10**6)
    weekdays = WeekdaysField(required=False, max_length=7, help_text="Of a goal for each day; Monday is 0.")
    notifies = serializers.BooleanField(required=False, help_text="Tell when it is reached or at risk.")
    archived = serializers.BooleanField(required=False, help_text="Put away: no longer measured.")


class GoalBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    period = serializers.ChoiceField(choices=GoalPeriod.choices)
    seconds = serializers.IntegerField(min_value=0, max_value=10**6)
    about = serializers.ChoiceField(choices=GoalSubject.choices, required=False)
    subject = serializers.UUIDField(required=False, allow_null=True, help_text="Of the client, project or label.")
    at_most = serializers.BooleanField(required=False, help_text="A limit.")
    weekdays = WeekdaysField(required=False, max_length=7, help_text="Monday is 0; unless said, the working days.")
    notifies = serializers.BooleanField(required=False)


class GoalPlace(StrictSerializer):
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The goal ahead; null: first.")


class GoalUnit(serializers.Serializer[Any]):
    first = serializers.DateField()
    seconds = serializers.IntegerField()
    wanted = serializers.IntegerField()
    is_met = serializers.BooleanField()


class GoalShape(serializers.Serializer[Goal]):
    """How a goal is shown; `shown` prints it."""

    id = serializers.UUIDField()
    period = serializers.ChoiceField(choices=GoalPeriod.choices)
    about = serializers.ChoiceField(choices=GoalSubject.choices)
    subject = serializers.UUIDField(allow_null=True)
    at_most = serializers.BooleanField()
    notifies = serializers.BooleanField()
    archived_at = serializers.DateTimeField(allow_null=True)
    wanted = serializers.IntegerField(help_text="Seconds.")
    weekdays = WeekdaysField()
    first = serializers.DateField(help_text="Of the day or week that goes on.")
    last = serializers.DateField()
    applies = serializers.BooleanField(help_text="Whether it holds today.")
    seconds = serializers.IntegerField(help_text="Tracked in it, with the timer that runs.")
    is_met = serializers.BooleanField()
    streak = serializers.IntegerField(help_text="Days or weeks in a row.")
    best = serializers.IntegerField()
    history = GoalUnit(many=True, help_text="The days or weeks of the last eight weeks that are over.")


def shown(state: GoalState) -> dict[str, Any]:
    at, one, goal = now(), state.now, state.goal
    names = ("period", "about", "at_most", "notifies", "archived_at")
    return {
        "id": goal.pk,
        **{name: getattr(goal, name) for name in names},
        "subject": goal.client_id or goal.project_id or goal.label_id,
        "wanted": one.wanted,
        "weekdays": [day for day in range(7) if one.weekdays >> day & 1],
        "first": one.first,
        "last": one.last,
        "applies": one.applies,
        "seconds": one.seconds_at(at),
        "is_met": one.is_met_at(at),
        "streak": state.streak,
        "best": state.best,
        "history": [
            {"first": unit.first, "seconds": unit.seconds, "wanted": unit.wanted, "is_met": unit.is_met}
            for unit in state.history
        ],
    }


@extend_schema(tags=["goals"])
class GoalsView(WorkspaceAPIView):
    @extend_schema(summary="List my goals", responses=GoalShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """In order, the ones put away too. There are thirty at most."""
        goals = list(self.goals().kept().by_position())
        return Response({"results": [shown(state) for state in states_of(goals, self.actor)]})

    @extend_schema(summary="Set a goal", request=GoalBody, responses={201: GoalShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(GoalBody, request)
        if values.get("subject") and values.get("about") in DOORS:
            door = DOORS[values["about"]].objects.visible_to(self.actor)
            values["subject"] = get_object_or_404(door, pk=values["subject"])
        return self.answer(actions.create_goal(by=self.actor, **values).pk, status=201)

    def goals(self) -> Any:
        return Goal.objects.visible_to(self.actor).select_related("user", "client", "project", "label")

    def answer(self, pk: UUID, status: int = 200) -> Response:
        [state] = states_of([self.goals().get(pk=pk)], self.actor)
        return Response(shown(state), status=status)


@extend_schema(tags=["goals"])
class GoalView(GoalsView):
    http_method_names = ["get", "patch", "delete", "options"]

    def found(self, pk: UUID, *, with_bin: bool = False) -> Goal:
        goal: Goal = get_object_or_404(self.goals() if with_bin else self.goals().kept(), pk=pk)
        return goal

    @extend_schema(summary="Show a goal", responses=GoalShape)
    def get(self, request: Request, goal: UUID, **kwargs: Any) -> Response:  # type: ignore[override]
        return self.answer(self.found(goal).pk)

    @extend_schema(summary="Change a goal", request=GoalChange, responses=GoalShape)
    def patch(self, request: Request, goal: UUID, **kwargs: Any) -> Response:
        """Holds from today or this week on: what was reached before stays reached."""
        row, values = self.found(goal), parsed(GoalChange, request)
        archived = values.pop("archived", None)
        if values:
            actions.change_goal(row, by=self.actor, **values)
        if archived is not None:
            (actions.archive_goal if archived else actions.unarchive_goal)(row, by=self.actor)
        return self.answer(row.pk)

    @extend_schema(summary="Delete a goal", responses={204: None})
    def delete(self, request: Request, goal: UUID, **kwargs: Any) -> Response:
        actions.delete_goal(self.found(goal), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["goals"])
class GoalPlaceView(GoalView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Put a goal in order", request=GoalPlace, responses=GoalShape)
    def post(self, request: Request, goal: UUID, **kwargs: Any) -> Response:  # type: ignore[override]
        """The first is the one in the header."""
        row, after = self.found(goal), parsed(GoalPlace, request).get("after")
        actions.move_goal(row, by=self.actor, after=self.found(after) if after else None)
        return self.answer(row.pk)


@extend_schema(tags=["goals"])
class GoalRestorationView(GoalView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Bring a goal back", request=None, responses=GoalShape)
    def post(self, request: Request, goal: UUID, **kwargs: Any) -> Response:  # type: ignore[override]
        return self.answer(actions.restore_goal(self.found(goal, with_bin=True), by=self.actor).pk)
