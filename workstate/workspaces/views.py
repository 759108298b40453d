"""What every page inside a workspace stands on."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django_htmx.middleware import HtmxDetails

from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.core.actor import Actor, Via
from workstate.workspaces.queries import actor_in, home_actor

# Where in the session it stands which workspace the person was last in.
LAST = "workspace"


class WorkspaceRequest(HttpRequest):
    """A request by a signed-in person inside a workspace."""

    user: User
    actor: Actor
    htmx: HtmxDetails


class WorkspaceView(View):
    """A view under /<workspace>/: finds out who acts there, or answers 404 as if there were no such place."""

    request: WorkspaceRequest
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # The login middleware has sent anonymous people away before any view is set up.
        self.actor = self.request.actor = actor_in(kwargs["workspace"], self.request.user, via=Via.WEB).coming_from(
            origin_of(request)
        )
        if request.session.get(LAST) != self.actor.workspace.slug:
            request.session[LAST] = self.actor.workspace.slug

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["workspace"] != self.actor.workspace.slug and request.method in {"GET", "HEAD"}:
            # It was called otherwise once. What is sent to the old address is done all the same.
            return redirect(f"/{self.actor.workspace.slug}/{request.get_full_path().split('/', 2)[2]}")
        if request.method == "POST" and (meant := request.POST.get("_method", "").lower()) in {"patch", "delete"}:
            # A plain form, where JavaScript is broken, can only post: its button says what it means.
            act: Any = getattr(self, meant, self.http_method_not_allowed)
            return cast("HttpResponseBase", act(request, *args, **kwargs))
        return super().dispatch(request, *args, **kwargs)

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asks for a part of the page; going back in the history it wants all of it."""
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    def url(self, name: str, *args: object) -> str:
        """An address in this workspace."""
        return reverse(name, args=[self.actor.workspace.slug, *args])


def last_actor(request: HttpRequest) -> Actor | None:
    """Whoever is signed in, in the workspace they were last in, else their own; None for nobody and nowhere."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return None
    assert user is not None
    return home_actor(user, request.session.get(LAST, ""), via=Via.WEB)
