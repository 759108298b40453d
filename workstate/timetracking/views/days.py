from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import today
from workstate.core.durations import format_duration_long
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.forms import EntryForm
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import days_in, period_asked, projects_to_choose, tasks_at_hand
from workstate.timetracking.views.base import TimeView


class AddingView(TimeView):
    """A view with the form by which time is written down."""

    def empty_form(self, **initial: Any) -> EntryForm:
        return EntryForm(actor=self.actor, initial={"id": new_id(), "day": today(self.actor.zone), **initial})

    def asked_form(self) -> EntryForm:
        """The form with what the address says: the time of a gap that is to be filled, and what was typed before."""
        asked = self.request.GET
        said: dict[str, Any] = {name: asked[name] for name in ("description", "worked") if asked.get(name)}
        try:
            said["day"] = date.fromisoformat(asked.get("day", ""))
        except ValueError:
            said.pop("day", None)
        return self.empty_form(**said)

    def add_context(self, form: EntryForm, *, focus: bool = False) -> dict[str, Any]:
        projects = projects_to_choose(self.actor)
        return {"form": form, "tasks": tasks_at_hand(self.actor), "projects": projects, "focus": focus}


class EntryAddView(AddingView):
    """GET is the form by which time is written down, with what the address says filled in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(f"{self.url('timetracking:day-list')}?{request.GET.urlencode()}")
        return render(request, "timetracking/_add.html", {"add": self.add_context(self.asked_form(), focus=True)})


class DayListView(AddingView):
    """The person's time by day: GET lists it, POST writes an entry down by hand."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.wants_fragment:
            period = period_asked(request.GET, self.actor)
            return render(request, "timetracking/_days.html", {"days": days_in(self.actor, period), "period": period})
        return self._page(self.asked_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = EntryForm(self.fields, actor=self.actor)
        if not form.is_valid():
            return self._refused(form)
        batch = new_id()
        try:
            entry = actions.create_entry(by=self.actor, batch=batch, **form.values)
        except Invalid as error:
            form.refuse(error)
            return self._refused(form)
        again = self.empty_form(day=entry.day)
        return self.changed(
            tasks=[entry.task],
            message=self._said_of(entry),
            undo=self.url("timetracking:undoing", batch),
            context={"add": {**self.add_context(again), "focus": True}},
        )

    def _said_of(self, entry: TimeEntry) -> str:
        said = {
            "length": format_duration_long(entry.duration or 0),
            "day": Formats.of(self.actor.user).full_day(entry.day),
        }
        return _("%(length)s written down on %(day)s.") % said

    def _page(self, form: EntryForm, *, status: int = 200) -> HttpResponse:
        period = period_asked(self.request.GET, self.actor)
        context = {"days": days_in(self.actor, period), "period": period, "add": self.add_context(form)}
        return render(self.request, "timetracking/day_list.html", context, status=status)

    def _refused(self, form: EntryForm) -> HttpResponse:
        if not self.wants_fragment:
            return self._page(form, status=400)
        return render(self.request, "timetracking/_add.html", {"add": self.add_context(form)}, status=400)
