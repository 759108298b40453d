"""What the views of this room share: the method that was meant, and one answer to every change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from workstate.tasks.models import Task
from workstate.timetracking.queries import Period, days_in, period_asked
from workstate.workspaces.views import WorkspaceView

FORM = "application/x-www-form-urlencoded"


class TimeView(WorkspaceView):
    """A resource of the time room. A form says with `_method` what a browser without script cannot: PATCH, DELETE."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            meant = request.POST.get("_method", "").upper()
            if meant in {"PATCH", "DELETE"}:
                act = getattr(self, meant.lower(), self.http_method_not_allowed)
                return act(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    @property
    def fields(self) -> QueryDict:
        """What was sent with a POST, PATCH or DELETE; htmx puts the fields of a DELETE into the address."""
        if self.request.method == "POST":
            return self.request.POST
        if self.request.method == "PATCH" and self.request.content_type == FORM:
            return QueryDict(self.request.body, encoding=self.request.encoding)
        return self.request.GET

    @property
    def wants_fragment(self) -> bool:
        htmx = self.request.htmx
        return bool(htmx) and not htmx.history_restore_request

    def changed(
        self,
        *,
        tasks: Iterable[Task | None] = (),
        message: str = "",
        undo: str = "",
        context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """
        The answer to a change: the timer, the buttons of the tasks concerned and, on the time page, its days and totals.

        `undo` is the address that takes the change back by POST. Without htmx the person returns to where they were.
        """
        if not self.wants_fragment:
            if message:
                messages.success(self.request, message)
            return redirect(self._came_from())
        period = self.period_shown()
        response = render(
            self.request,
            "timetracking/changed.swap.html",
            {
                "tasks": {task.pk: task for task in tasks if task is not None}.values(),
                "period": period,
                "days": days_in(self.actor, period) if period else None,
                **(context or {}),
            },
        )
        # Lists of tasks show time too and fetch themselves again; the button that was pressed may have left with this answer.
        trigger_client_event(response, "tasks:changed", {"target": "body"})
        if message:
            toast = {"text": message, "target": "body", **({"undo": undo} if undo else {})}
            trigger_client_event(response, "toast", toast)
        return response

    def period_shown(self) -> Period | None:
        """The days that the page shows from which the request came, None on other pages."""
        page = urlsplit(self.request.headers.get("HX-Current-URL", ""))
        if page.path != reverse("timetracking:day-list", args=[self.actor.workspace.slug]):
            return None
        return period_asked(QueryDict(page.query), self.actor)

    def _came_from(self) -> str:
        origin = self.request.headers.get("Referer", "")
        host = self.request.get_host()
        if origin and url_has_allowed_host_and_scheme(origin, {host}, require_https=self.request.is_secure()):
            parts = urlsplit(origin)
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
        return reverse("timetracking:day-list", args=[self.actor.workspace.slug])
