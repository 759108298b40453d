"""How a page answers an act: for htmx it says what changed, for a plain form it returns to where the form stood."""

from __future__ import annotations

from typing import ClassVar, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid
from workstate.workspaces.views import WorkspaceView

Row = TypeVar("Row", bound=Model)


class ActingView(WorkspaceView):
    """A view under whose address things change."""

    changes: ClassVar[tuple[str, ...]] = ()
    """Events of the page that make it look again, such as "tasks:changed"."""

    def done(self, said: str = "", *, undo: str = "", method: str = "POST", then: str = "") -> HttpResponse:
        """
        Answer an act that worked: htmx refetches what it shows and toasts; a plain form returns to its page, or to `then`.

        `undo` is the address that takes the act back, by `method`.
        """
        if self.request.htmx:
            response = HttpResponse(status=204)
            for event in self.changes:
                trigger_client_event(response, event, {})
            toast(response, said, undo=undo, method=method)
            return response
        return self.go(then or self.came_from or self.url("views:today"), said, undo=undo, method=method)

    def go(self, address: str, said: str = "", *, undo: str = "", method: str = "POST") -> HttpResponse:
        """Go to a page, which says what was done; a page that asked by htmx is left for it too."""
        if said:
            # The message carries the address of its Undo, and ahead of it the method if it is not to be posted to.
            tags = undo if method == "POST" or not undo else f"{method} {undo}"
            messages.success(self.request, said, extra_tags=tags)
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)

    @property
    def came_from(self) -> str:
        """The page of this site that the request came from, as path and query, or ""."""
        return own_address(self.request, self.request.headers.get("Referer", ""))


def own_address(request: HttpRequest, address: str) -> str:
    """The path and query of a page of this site, "" for any other address: nobody is sent elsewhere by a header."""
    if not url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(address)
    own = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # A path of our host may be read as another host once it stands alone: //elsewhere.example/
    return own if url_has_allowed_host_and_scheme(own, allowed_hosts=None) else ""


def toast(response: HttpResponse, said: str, *, undo: str = "", method: str = "POST") -> None:
    """Let the page say what was done, if there is something to say; `undo` is the address that takes it back."""
    if said:
        # Said to the body: the button that was pressed may have left with this answer.
        detail = {"text": said, "target": "body", **({"undo": undo, "method": method} if undo else {})}
        trigger_client_event(response, "toast", detail)


def identifier(text: str, *, field: str) -> UUID | None:
    """The identifier that a page sent, None for nothing; raises Invalid."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("This identifier cannot be read. Reload the page and try again."), field=field) from error


def chosen(rows: QuerySet[Row], text: str, *, field: str, gone: str) -> Row | None:
    """
    Which of the rows, all of which the actor sees, a page named by its id; None for nothing.

    Raises Invalid with the words `gone` for any other, whether or not there is such a row elsewhere.
    """
    wanted = identifier(text, field=field)
    if wanted is None:
        return None
    found = rows.filter(pk=wanted).first()
    if found is None:
        raise Invalid(gone, field=field)
    return found
