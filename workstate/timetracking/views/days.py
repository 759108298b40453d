from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import today
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.forms import EntryForm
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import days_in, period_asked, projects_to_choose, tasks_at_hand
from workstate.timetracking.views.base import TimeView


class DayListView(TimeView):
    """The person's time by day: GET lists it, POST writes an entry down by hand."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.wants_fragment:
            period = period_asked(request.GET, self.actor)
            return render(request, "timetracking/_days.html", {"days": days_in(self.actor, period), "period": period})
        return self._page(self._empty_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = EntryForm(self.fields, actor=self.actor)
        if not form.is_valid():
            return self._refused(form)
        try:
            entry = actions.create_entry(by=self.actor, **form.values)
        except Invalid as error:
            form.refuse(error)
            return self._refused(form)
        again = self._empty_form(day=entry.day)
        return self.changed(tasks=[entry.task], message=self._said_of(entry), context={"add": self._add_context(again)})

    def _said_of(self, entry: TimeEntry) -> str:
        """Nothing where the new row is seen at once; else on which day it stands."""
        shown = self.period_shown()
        if shown and shown.first <= entry.day and (shown.last is None or entry.day <= shown.last):
            return ""
        return _("Written down on %(day)s.") % {"day": Formats.of(self.actor.user).full_day(entry.day)}

    def _empty_form(self, **initial: Any) -> EntryForm:
        return EntryForm(actor=self.actor, initial={"id": new_id(), "day": today(self.actor.zone), **initial})

    def _add_context(self, form: EntryForm) -> dict[str, Any]:
        return {"form": form, "tasks": tasks_at_hand(self.actor), "projects": projects_to_choose(self.actor)}

    def _page(self, form: EntryForm, *, status: int = 200) -> HttpResponse:
        period = period_asked(self.request.GET, self.actor)
        context = {"days": days_in(self.actor, period), "period": period, "add": self._add_context(form)}
        return render(self.request, "timetracking/day_list.html", context, status=status)

    def _refused(self, form: EntryForm) -> HttpResponse:
        if not self.wants_fragment:
            return self._page(form, status=400)
        return render(self.request, "timetracking/_add.html", {"add": self._add_context(form)}, status=400)
