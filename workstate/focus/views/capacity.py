"""The week of the people: hours against plans, what fills a day, and moving it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import current_formats
from workstate.core.clock import FIRST_DAY, LAST_DAY, today, week_of
from workstate.core.errors import Invalid
from workstate.focus.actions.capacity import replan
from workstate.focus.capacity import Capacity, Line, capacity_of, tasks_in
from workstate.tasks.models import Task
from workstate.tasks.selecting import count_changed
from workstate.workspaces.acts import ActingView, chosen
from workstate.workspaces.models import Membership

NOBODY = "nobody"


class CapacityView(ActingView):
    """GET shows the week of the day `week`; `open` names a cell, as <membership>:<day>, whose tasks are shown."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        day = self._day(request.GET.get("week", "")) or today(self.actor.zone)
        week = capacity_of(self.actor, day)
        line, opened = self._opened(week, request.GET.get("open", ""))
        context: dict[str, Any] = {
            "week": week,
            "open_line": line,
            "open_day": opened,
            "planned": tasks_in(self.actor, line.member, opened) if line and opened else [],
            "days": [(one, current_formats().weekday_date(one, year=False)) for one in week.days],
            "moves_to": self._days_to_move_to(week),
            "here": self._address(week.first, line, opened),
            "words": current_formats().days(week.first, week.last),
            **self._neighbours(week),
        }
        template = "focus/capacity/_week.html" if self.wants_fragment else "focus/capacity/page.html"
        return render(request, template, context)

    def _address(self, first: date, line: Line | None = None, day: date | None = None) -> str:
        query = {"week": first.isoformat()}
        if line and day:
            query["open"] = f"{line.key}:{day.isoformat()}"
        return f"{self.url('focus:capacity')}?{urlencode(query)}"

    def _neighbours(self, week: Capacity) -> dict[str, str]:
        before, after = week.first - timedelta(days=7), week.first + timedelta(days=7)
        return {
            "earlier": self._address(before) if before >= FIRST_DAY else "",
            "later": self._address(after) if after <= LAST_DAY - timedelta(days=7) else "",
            "now": "" if week.first <= week.today <= week.last else self.url("focus:capacity"),
        }

    def _days_to_move_to(self, week: Capacity) -> list[tuple[date, str]]:
        """Those of the week from today on, and of the following one."""
        days = [week.first + timedelta(days=place) for place in range(14)]
        return [(one, current_formats().weekday_date(one)) for one in days if one >= week.today]

    def _opened(self, week: Capacity, text: str) -> tuple[Line | None, date | None]:
        key, _sign, day_text = text.partition(":")
        day = self._day(day_text)
        line = next((line for line in week.lines if line.key == key), None)
        return (line, day) if line and day and week.first <= day <= week.last else (None, None)

    def _day(self, text: str) -> date | None:
        """The day of an address; None for what is none, or one so far off that its week is cut."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return day if FIRST_DAY + timedelta(days=7) <= day <= LAST_DAY - timedelta(days=7) else None


class MovesView(ActingView):
    """POST moves a `task` to a `day` and from the person `from` to the person `to`, each a membership or "nobody"."""

    changes: ClassVar[tuple[str, ...]] = ("capacity:changed",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("task", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Invalid(_("Name tasks by their numbers or ids."), field="task")
        task = get_object_or_404(
            Task.objects.visible_to(self.actor).kept().select_related("project"), number=int(number)
        )
        before = task.due_on
        day = self._day(request.POST.get("day", ""))
        given_from, given_to = self._member("from"), self._member("to")
        act = replan(task, by=self.actor, day=day, given_from=given_from, given_to=given_to)
        then = f"{self.url('focus:capacity')}?week={week_of(before or day, self.actor.first_weekday)[0]}"
        if not count_changed(act):
            return self.done(then=then)
        return self.done(self._said(day, given_from, given_to), undo=self.url("tasks:undo", act.batch), then=then)

    def _said(self, day: date, given_from: Membership | None, given_to: Membership | None) -> str:
        said = {"day": current_formats().weekday_date(day), "name": str(given_to.user) if given_to else ""}
        if given_from == given_to:
            return _("Moved to %(day)s.") % said
        return _("Given to %(name)s for %(day)s.") % said if given_to else _("Given to nobody, for %(day)s.") % said

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise Invalid(_("This is not a day. Write it as 2026-12-31."), field="day") from error

    def _member(self, name: str) -> Membership | None:
        text = self.request.POST.get(name, "")
        if text == NOBODY:
            return None
        rows = Membership.objects.visible_to(self.actor).select_related("user")
        found = chosen(rows, text, field=name, gone=_("That person is no longer here. Choose somebody else."))
        if found is None:
            raise Invalid(_("Choose a person, or nobody."), field=name)
        return found
