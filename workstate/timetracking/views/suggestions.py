from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.suggesting import suggestions
from workstate.timetracking.templatetags.timing import what
from workstate.timetracking.views.base import TimeView


class SuggestionsView(TimeView):
    """GET lists what time will likely go into, given the words that are typed; POST starts the timer on the likeliest."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:timer"))
        found = suggestions(self.actor, text=request.GET.get("description", ""), at=now())
        return render(request, "timetracking/_suggestions.html", {"suggested": found})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = suggestions(self.actor, at=now(), most=1)
        if not found:
            response = self.changed(message=_("There is no habit to go by yet. Say what you are doing."))
            trigger_client_event(response, "timer:open", {"target": "body"})
            return response
        (likeliest,) = found
        batch = new_id()
        entry = actions.continue_entry(likeliest.entry, by=self.actor, batch=batch)
        message = _("Started: %(what)s. %(why)s.") % {"what": what(entry) or entry.project, "why": likeliest.why}
        return self.changed(
            tasks=[entry.task, entry.replaced.task if entry.replaced else None],
            message=message,
            undo=self.url("timetracking:undoing", batch),
        )
