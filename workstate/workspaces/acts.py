"""How a page answers an act: for htmx it says what changed, for a plain form it returns to where the form stood."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from workstate.workspaces.views import WorkspaceView


class ActingView(WorkspaceView):
    """A view under whose address things change."""

    changes: ClassVar[tuple[str, ...]] = ()
    """Events of the page that make it look again, such as "tasks:changed"."""

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.actor.workspace.slug, *args])

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asks for a part of the page; going back in the history it wants all of it."""
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    def done(self, said: str = "", *, undo: str = "", method: str = "POST", then: str = "") -> HttpResponse:
        """
        Answer an act that worked: htmx refetches what it shows and toasts; a plain form returns to its page, or to `then`.

        `undo` is the address that takes the act back, by `method`.
        """
        if self.request.htmx:
            response = HttpResponse(status=204)
            for event in self.changes:
                trigger_client_event(response, event, {})
            if said:
                toast = {"text": said, **({"undo": undo, "method": method} if undo else {})}
                trigger_client_event(response, "toast", toast)
            return response
        if said:
            # The message carries the address of its Undo where posting to it is all that it takes.
            messages.success(self.request, said, extra_tags=undo if method == "POST" else "")
        return HttpResponseRedirect(then or back(self.request) or self.url("tasks:today"))


def back(request: HttpRequest) -> str:
    """The page of this site that the request came from, or ""."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")
