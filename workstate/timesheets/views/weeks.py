from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.timesheets import actions
from workstate.timesheets.actions import Outcome, State
from workstate.timesheets.addresses import DayConverter
from workstate.timesheets.holding import first_of_week
from workstate.timesheets.pages import WeekPage
from workstate.timesheets.plain import PlainWeek, read_plain
from workstate.timesheets.queries import week_at
from workstate.timesheets.views.base import SheetView


class WeekView(SheetView):
    """A week of one's time: GET shows the grid (`form` a plain form of it), POST fills in the plain form."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = _day(request.GET.get("day", "")) or kwargs.get("first")
        if "day" in request.GET or (wanted and wanted != self.first):
            # Whatever day of it was named, a week has one address.
            return HttpResponseRedirect(
                self.url("timesheets:week", *([first_of_week(wanted, self.actor)] if wanted else []))
            )
        week = week_at(self.first, self.actor)
        if "form" in request.GET:
            return self._plain(PlainWeek(week))
        page = WeekPage(week)
        if self.wants_fragment:
            return render(request, "timesheets/_week.html", {"page": page, "week": week})
        return render(request, "timesheets/week.html", {"page": page, "week": week, "offers": page.offers()})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form says of each cell what it is to hold and what it held: what has not been touched is left alone."""
        wanted = read_plain(request.POST)
        if not wanted:
            return self.go(self.address)
        filled = actions.set_cells(self.first, wanted, by=self.actor)
        wrong = [outcome for outcome in filled.outcomes if outcome.state in {State.CONFLICT, State.REFUSED}]
        saved = sum(outcome.state == State.SAVED for outcome in filled.outcomes)
        if wrong:
            return self._plain(
                PlainWeek(week_at(self.first, self.actor), wrong), status=409 if _is_late(wrong) else 400
            )
        said = ngettext("%(count)d cell filled.", "%(count)d cells filled.", saved) % {"count": saved} if saved else ""
        undo = self.url("timetracking:undoing", filled.batch) if filled.batch else ""
        return self.go(self.address, said or _("Nothing was changed."), undo=undo if saved else "")

    def _plain(self, plain: PlainWeek, *, status: int = 200) -> HttpResponse:
        context = {"plain": plain, "week": plain.week, "page": WeekPage(plain.week)}
        return render(self.request, "timesheets/form.html", context, status=status)


def _is_late(wrong: list[Outcome]) -> bool:
    return all(outcome.state == State.CONFLICT for outcome in wrong)


def _day(text: str) -> date | None:
    try:
        return DayConverter().to_python(text)
    except ValueError:
        return None
