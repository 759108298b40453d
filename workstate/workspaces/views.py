"""What every page inside a workspace stands on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views import View

from workstate.accounts.models import User
from workstate.core.actor import Actor, Via
from workstate.workspaces.queries import actor_in


class WorkspaceRequest(HttpRequest):
    """A request by a signed-in person inside a workspace."""

    user: User
    actor: Actor


class WorkspaceView(View):
    """A view under /<workspace>/: finds out who acts there, or answers 404 as if there were no such place."""

    request: WorkspaceRequest
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # The login middleware has sent anonymous people away before any view is set up.
        self.actor = self.request.actor = actor_in(kwargs["workspace"], self.request.user, via=Via.WEB)
