"""The calendar of time: a day or a week by the clock, and what is done to the entries in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import now
from workstate.core.durations import format_duration
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.actions.moving import move_entry, stretch_entry
from workstate.timetracking.calendar.drawing import draw
from workstate.timetracking.calendar.entries import closed_in
from workstate.timetracking.calendar.forms import InstantField, PlaceForm, SlotForm
from workstate.timetracking.calendar.period import Period
from workstate.timetracking.forms import EntryForm, RunningForm, SubjectForm
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry
from workstate.timetracking.queries import own_entries, projects_to_choose, tasks_at_hand
from workstate.timetracking.views.base import TimeView
from workstate.timetracking.views.entries import OneEntryView

SHORTEST_PART = timedelta(minutes=1)
"""What is left on each side of where an entry is split from its menu."""


class CalendarView(TimeView):
    """The person's own time by the clock: GET draws a day or a week, POST writes an entry down over time that was drawn."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        drawn = self._drawn()
        if self.wants_fragment:
            return self._render("_calendar.html", drawn)
        form = SlotForm(actor=self.actor, initial={"id": new_id(), "day": drawn["period"].on})
        return self._render("page.html", {**drawn, "form": form})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SlotForm(self.fields, actor=self.actor)
        if not form.is_valid():
            return self._refused(form)
        batch = new_id()
        try:
            entry = actions.create_entry(by=self.actor, batch=batch, **form.values)
        except Invalid as error:
            form.refuse(error)
            return self._refused(form)
        said = _("%(length)s written down.") % {"length": format_duration(entry.duration or 0)}
        return self.changed(tasks=[entry.task], message=said, undo=self.url("timetracking:undoing", batch))

    def _drawn(self) -> dict[str, Any]:
        formats = Formats.of(self.actor.user)
        period = Period.asked(self.request.GET, self.actor, formats.today)
        return {"drawing": draw(self.actor, period, formats), "period": period}

    def _refused(self, form: SlotForm) -> HttpResponse:
        if self.wants_fragment:
            return self._render("_slot_form.html", {"form": form}, status=400)
        return self._render("page.html", {**self._drawn(), "form": form}, status=400)

    def _render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if "form" in context:
            context |= {"tasks": tasks_at_hand(self.actor), "projects": projects_to_choose(self.actor)}
        return render(self.request, f"timetracking/calendar/{template}", context, status=status)


class OwnEntryView(OneEntryView):
    """An entry of the person's own. What is refused is said, for a drag has no form to say it in."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.batch = new_id()

    @property
    def undo(self) -> str:
        return self.url("timetracking:undoing", self.batch)


class CalendarEntryView(OwnEntryView):
    """GET opens an entry beside its block, PATCH (or POST) changes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:entry", self.entry.pk))
        get_object_or_404(own_entries(self.actor), pk=self.entry.pk)
        return self._draw(self._form())

    def patch(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        before, form = self.entry.task, self._form(self.fields)
        if self.entry.deleted_at:
            raise Conflict(_("This entry is in the bin. Restore it first."))
        if not form.is_valid():
            return self._draw(form, status=400)
        changes = form.changes
        try:
            entry = actions.change_entry(self.entry, by=self.actor, batch=self.batch, **changes)
        except Invalid as error:
            form.refuse(error)
            return self._draw(form, status=400)
        said = _("Entry changed.") if changes else ""
        return self.changed(tasks=[before, entry.task], message=said, undo=self.undo if changes else "")

    post = patch

    def _form(self, data: Any = None) -> SubjectForm:
        kind = RunningForm if self.entry.is_running else EntryForm
        return kind(data, actor=self.actor, entry=self.entry)

    def _draw(self, form: SubjectForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "entry": self.entry,
            "tasks": tasks_at_hand(self.actor, current=self.entry.task),
            "projects": projects_to_choose(self.actor, current=self.entry.shown_project),
        }
        return render(self.request, "timetracking/calendar/_entry_form.html", context, status=status)


class CalendarMenuView(OwnEntryView):
    """What can be done with the entry, for the menu of its block; `at` is where on it the pointer was."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:entry", self.entry.pk))
        get_object_or_404(own_entries(self.actor), pk=self.entry.pk)
        days = [day for day in (self.entry.day, self.entry.last_day) if day and not self.entry.is_running]
        context = {
            "entry": self.entry,
            "split_at": split_of(self.entry, request.GET.get("at")),
            "closed": bool(days and closed_in(self.actor, days[0], days[-1])),
        }
        return render(request, "timetracking/calendar/_menu.html", context)


class CalendarSplitView(OwnEntryView):
    """POST splits the entry at an instant, or in its middle."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_edit_entry(self.actor, self.entry))
        at = split_of(self.entry, self.fields.get("at"))
        if at is None:
            raise Invalid(_("It is too short to be split."), field="at")
        act = actions.split_entry(self.entry, by=self.actor, at=at)
        said = _("Split at %(time)s.") % {"time": Formats.of(self.actor.user).time(at)}
        return self.changed(tasks=[self.entry.task], message=said, undo=self.url("timetracking:undoing", act.batch))


class PlaceView(OwnEntryView):
    """POST takes the entry elsewhere, or gives it another beginning or end."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_edit_entry(self.actor, self.entry))
        values = PlaceForm(self.fields).values
        if to := values.get("to") or values.get("day"):
            entry = move_entry(self.entry, to, by=self.actor, batch=self.batch)
        else:
            entry = stretch_entry(
                self.entry, by=self.actor, start=values.get("start"), stop=values.get("stop"), batch=self.batch
            )
        return self.changed(tasks=[entry.task], message=self._said_of(entry), undo=self.undo)

    def _said_of(self, entry: TimeEntry) -> str:
        formats = Formats.of(self.actor.user)
        if entry.started_at is None:
            return _("Moved to %(day)s.") % {"day": formats.weekday_date(entry.day)}
        shown = f"{formats.day(entry.day)} {formats.time(entry.started_at)}–"
        shown += formats.time(entry.stopped_at) if entry.stopped_at else str(_("now"))
        return f"{shown} · {format_duration(entry.seconds_at(formats.now))}"


def split_of(entry: TimeEntry, text: str | None) -> datetime | None:
    """Where the entry would be split: at the instant (Unix time), else in its middle; None when it has no room for two."""
    start = entry.started_at
    stop = entry.stopped_at or now()
    if start is None or stop - start < 2 * SHORTEST_PART:
        return None
    try:
        at = InstantField().clean(text)
    except ValidationError:
        at = None
    middle = datetime.fromtimestamp((start.timestamp() + stop.timestamp()) // 120 * 60, start.tzinfo)
    return min(max(at or middle, start + SHORTEST_PART), stop - SHORTEST_PART)
