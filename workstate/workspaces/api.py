from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.actions import change_working_hours
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.accounts.working_week import A_DAY, DAYS, LEAST_WORK, WorkingDay
from workstate.core.actor import Actor, Via
from workstate.core.api import StrictSerializer, parsed
from workstate.workspaces.models import Workspace
from workstate.workspaces.queries import actor_in


class WorkspaceAPIView(APIView):
    """A view under /api/v1/workspaces/<workspace>/: finds out who acts there, or answers 404."""

    actor: Actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        assert isinstance(request.user, User)
        self.actor = actor_in(kwargs["workspace"], request.user, via=Via.API).coming_from(origin_of(request))


class WorkingDayBody(StrictSerializer):
    starts = serializers.TimeField(format="%H:%M")
    ends = serializers.TimeField(format="%H:%M")
    seconds = serializers.IntegerField(
        min_value=LEAST_WORK, max_value=A_DAY, help_text="Of work: what lies between, less the pause."
    )

    def to_internal_value(self, data: Any) -> WorkingDay:
        return WorkingDay(**super().to_internal_value(data))


class MeBody(StrictSerializer):
    working_hours = serializers.ListField(
        child=WorkingDayBody(allow_null=True), min_length=DAYS, max_length=DAYS, help_text="From Monday."
    )


class MeView(APIView):
    @extend_schema(summary="Who I am", tags=["me"], responses={200: {"type": "object"}})
    def get(self, request: Request) -> Response:
        """The person of this session, when they work, and the workspaces that they belong to."""
        user = request.user
        assert isinstance(user, User)
        return self._shown(user)

    @extend_schema(summary="Say when I work", tags=["me"], request=MeBody, responses={200: {"type": "object"}})
    def patch(self, request: Request) -> Response:
        """Seven days from Monday: null on a day off. An end that is not after the start is on the following day."""
        user = request.user
        assert isinstance(user, User)
        return self._shown(change_working_hours(user, parsed(MeBody, request)["working_hours"], via=Via.API))

    def _shown(self, user: User) -> Response:
        return Response(
            {
                "id": user.pk,
                "email": user.email,
                "name": user.name,
                "time_zone": user.time_zone,
                "first_weekday": user.first_weekday,
                "working_hours": [day.stored() if day else None for day in user.working_week],
                "workspaces": [
                    {
                        "id": workspace.pk,
                        "slug": workspace.slug,
                        "name": workspace.name,
                        "key_prefix": workspace.key_prefix,
                        "archived_at": workspace.archived_at,
                    }
                    for workspace in Workspace.objects.of(user)
                ],
            }
        )
