from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.models import User
from workstate.core.actor import Actor, Via
from workstate.workspaces.models import Workspace
from workstate.workspaces.queries import actor_in


class WorkspaceAPIView(APIView):
    """A view under /api/v1/workspaces/<workspace>/: finds out who acts there, or answers 404."""

    actor: Actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        assert isinstance(request.user, User)
        self.actor = actor_in(kwargs["workspace"], request.user, via=Via.API)


class MeView(APIView):
    @extend_schema(summary="Who I am", tags=["me"], responses={200: {"type": "object"}})
    def get(self, request: Request) -> Response:
        """The person of this session, and the workspaces that they belong to."""
        user = request.user
        assert isinstance(user, User)
        return Response(
            {
                "id": user.pk,
                "email": user.email,
                "name": user.name,
                "time_zone": user.time_zone,
                "first_weekday": user.first_weekday,
                "workspaces": [
                    {
                        "id": workspace.pk,
                        "slug": workspace.slug,
                        "name": workspace.name,
                        "key_prefix": workspace.key_prefix,
                    }
                    for workspace in Workspace.objects.of(user)
                ],
            }
        )
