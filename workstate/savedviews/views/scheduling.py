"""What is done in a calendar: giving a task its day, its time and its length; and finding what has no day yet."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid
from workstate.savedviews import places, scheduling
from workstate.savedviews.layouts.calendar.side import side_of
from workstate.savedviews.scenes import look_at
from workstate.tasks.models import Task
from workstate.tasks.views.acts import ActView
from workstate.tasks.words import due_words, length_words
from workstate.workspaces.views import WorkspaceView

LONGEST_FIND: Final = 200
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_MINUTES: Final = re.compile(r"\d{1,6}", re.ASCII)
DAYS: Final = ("day", "start")


class ScheduleView(ActView):
    """
    POST gives the task a `day` (empty: none), a `time` (empty: some time on the day), a length in `minutes`, a day to `start`.

    What is not sent stays. Days and times are those of the clocks of whoever sends them.
    """

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        post = request.POST
        wanted: dict[str, Any] = {name: read_day(post[name], name) for name in DAYS if name in post}
        if "time" in post:
            wanted["clock"] = read_clock(post["time"])
        if "minutes" in post:
            wanted["estimate"] = read_minutes(post["minutes"])
        act = scheduling.schedule(self.task, by=self.actor, **wanted)
        return self.acted(act, self.said(act.tasks[0], length=set(wanted) == {"estimate"}))

    def said(self, task: Task, *, length: bool) -> str:
        formats = Formats.of(self.actor.user)
        if length:
            return _("Takes %s.") % length_words(task.estimate) if task.estimate else _("No estimate any more.")
        if task.due_on is None:
            return _("No day any more.")
        if task.start_on and task.start_on < task.due_on:
            return _("Planned %s.") % formats.days(task.start_on, task.due_on)
        return _("Due %s.") % due_words(task, formats).short


class UndatedView(WorkspaceView):
    """GET answers with what has no day in a place and with `find` in its title: the list beside the calendar."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        query = request.GET.dict()
        scene = look_at(places.find(kwargs["place"], self.actor), query)
        find = query.get("find", "").replace("\x00", "").strip()[:LONGEST_FIND]
        return render(request, "savedviews/calendar/_undated.html", {"scene": scene, "side": side_of(scene, find)})


def read_day(text: str, field: str) -> date | None:
    """Raises Invalid."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(_("This is not a day. Write it as 2026-12-31."), field=field) from error


def read_clock(text: str) -> time | None:
    """Raises Invalid."""
    try:
        if not text:
            return None
        if match := _CLOCK.fullmatch(text):
            return time(int(match[1]), int(match[2]))
    except ValueError:
        pass
    raise Invalid(_("That is not a time of day. Try 14:30."), field="time")


def read_minutes(text: str) -> int | None:
    """Seconds; raises Invalid."""
    if not text:
        return None
    if not _MINUTES.fullmatch(text):
        raise Invalid(_("Give the length in whole minutes."), field="minutes")
    return int(text) * 60 or None
