"""What the views of this room share: the fields that were sent, and one answer to every change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.http import trigger_client_event

from workstate.core.http import page_open
from workstate.tasks.models import Task
from workstate.timetracking.actions import Stale
from workstate.timetracking.queries import Period, days_in, period_asked
from workstate.workspaces.acts import ActingView, toast

FORM = "application/x-www-form-urlencoded"


class TimeView(ActingView):
    """A resource of the time room."""

    @property
    def fields(self) -> QueryDict:
        """What was sent with a POST, PATCH or DELETE; htmx puts the fields of a DELETE into the address."""
        if self.request.method == "POST":
            return self.request.POST
        if self.request.method == "PATCH" and self.request.content_type == FORM:
            return QueryDict(self.request.body, encoding=self.request.encoding)
        return self.request.GET

    @property
    def known_version(self) -> int | None:
        """The version of the timer that the page shows; None where it does not say, as without script."""
        said = self.request.headers.get("X-Timer-Version", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Stale as stale:
            if not self.wants_fragment:
                raise
            return self.told_of(stale)

    def told_of(self, stale: Stale) -> HttpResponse:
        """The refusal of what was asked without knowing what happened since: said in words, with the timer as it is."""
        response = render(self.request, "timetracking/stale.swap.html", {"message": stale.message}, status=409)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
        trigger_client_event(response, "tasks:changed", {"target": "body"})
        return response

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
            return self.go(self.came_from or self.url("timetracking:day-list"), message, undo=undo)
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
        toast(response, message, undo=undo)
        return response

    def period_shown(self) -> Period | None:
        """The days that the page shows from which the request came, None on other pages."""
        page = page_open(self.request)
        if page.path != self.url("timetracking:day-list"):
            return None
        return period_asked(QueryDict(page.query), self.actor)
