"""What a task can be given, to choose from: a small panel beside what it is for, or a page of its own without script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid, require
from workstate.tasks import actions, choices
from workstate.tasks.actions import Remind
from workstate.tasks.forms import read_day, read_reminders, read_when, repeat_in, when_words
from workstate.tasks.models import Recurrence, Reminder, Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.repeats import anchors, common, next_times, repeat_words
from workstate.tasks.views.base import ListedView, TaskView
from workstate.workspaces.acts import identifier


class ChoosingView(TaskView):
    """A view of one task that offers something to choose, and says beside it what could not be taken."""

    def choose(
        self, what: str, *, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        if what not in OFFERS:
            raise Http404
        title, template, offer = OFFERS[what]
        context = {
            "what": what,
            "title": title(),
            "template": template,
            "task": self.task,
            "task_url": self.task_url,
            "errors": errors or {},
            "typed": typed or {},
            "user": self.actor.user,
            **offer(self),
        }
        page = "tasks/choices/_frame.html" if self.wants_fragment else "tasks/choices.html"
        return render(self.request, page, context, status=status)

    def chosen(self, said: str = "", *, undo: str = "") -> HttpResponse:
        """Taken. A panel in which one chooses several is drawn anew; else it closes."""
        what = self.request.POST.get("choice", "")
        if self.in_picker and "stay" in self.request.POST and what in OFFERS:
            self.task.refresh_from_db()
            response = self.choose(what)
            for event in self.changes:
                trigger_client_event(response, event, {})
            return response
        return self.done(said, undo=undo, then=self.then)

    def refused(self, refusal: Invalid, what: str, names: dict[str, str] | None = None) -> HttpResponse:
        return self.choose(what, errors=errors_of(refusal, names), typed=self.request.POST.dict(), status=400)

    @property
    def then(self) -> str:
        """Where a plain form leads: from the page of a choice back to the task."""
        return self.task_url if "/choices/" in self.came_from else ""


def errors_of(refusal: Invalid, names: dict[str, str] | None = None) -> dict[str, str]:
    """Words by field; `names` says what the page calls a column."""
    return {(names or {}).get(field, field): " ".join(said) for field, said in refusal.message_dict.items()}


class ChoicesView(ChoosingView):
    """GET offers what a task can be given in one respect."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        what: str = self.kwargs["what"]
        if what != "reminders":  # Everybody who sees a task may be reminded of it.
            require(can_edit_task(self.actor, self.task))
        return self.choose(what)


class RemindersView(ChoosingView):
    """POST adds a reminder of the person's own, or takes one away (`remove`)."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        mine = Reminder.objects.visible_to(self.actor).filter(task=self.task)
        try:
            gone = identifier(request.POST.get("remove", ""), field="reminders")
            wanted = [Remind(row.before, row.at) for row in mine if row.pk != gone]
            if gone is None:
                wanted += read_reminders(request.POST.get("remind", ""), self.task, by=self.actor)
            actions.set_reminders(self.task, wanted, by=self.actor)
        except Invalid as refusal:
            return self.refused(refusal, "reminders")
        return self.chosen()


class DatesView(ListedView):
    """GET says what the words of a date field mean. Writes nothing."""

    def get(self, request: HttpRequest, **kwargs: object) -> JsonResponse:
        text, field = request.GET.get("text", ""), request.GET.get("field", "due")
        formats = Formats.of(self.actor.user)
        if not text.strip():
            return JsonResponse({"said": ""})
        try:
            if field == "repeat":
                return JsonResponse(self.repeat(text, formats))
            if field == "remind":
                return JsonResponse(self.reminder(text, formats))
            if field != "due":
                day = read_day(text, by=self.actor, field=field)
                return JsonResponse({"said": formats.weekday_date(day) if day else "", "day": day})
            when = read_when(text, self.task, by=self.actor)
        except Invalid as refusal:
            return JsonResponse({"said": "", "error": " ".join(refusal.messages)})
        said = when_words(when, formats)
        if when.repeat:
            said = f"{said} · {repeat_words(when.repeat, self.actor.user)}"
        clock = when.due.time.isoformat("minutes") if when.due.time else ""
        return JsonResponse({"said": said, "day": when.due.day, "time": clock})

    @property
    def task(self) -> Task | None:
        asked = self.request.GET.get("task", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
            return None
        return Task.objects.visible_to(self.actor).kept().filter(number=int(asked)).first()

    def repeat(self, text: str, formats: Formats) -> dict[str, object]:
        repeat = repeat_in(text, by=self.actor)
        if repeat is None:
            return {"said": "", "error": _("That does not say how often.")}
        task = self.task or Task()
        present = Recurrence.objects.filter(task=task).first() if self.task else None
        return {
            "said": capfirst(repeat_words(repeat, self.actor.user)),
            "times": next_times(task, repeat, formats, present=present),
            "anchor": repeat.anchor,
        }

    def reminder(self, text: str, formats: Formats) -> dict[str, object]:
        if self.task is None:
            return {"said": ""}
        found = read_reminders(text, self.task, by=self.actor)
        return {"said": ", ".join(choices.reminder_words(one.before, one.at, formats) for one in found)}


def _dates(view: ChoosingView, field: str) -> dict[str, Any]:
    formats = Formats.of(view.actor.user)
    task, today = view.task, formats.today
    value = task.due_on if field == "due" else getattr(task, field)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    monday = today + timedelta(days=7 - (today.weekday() - view.actor.user.first_weekday) % 7)
    quick = [
        (today, _("Today"), formats.weekday_date(today), "sun"),
        (today + timedelta(days=1), _("Tomorrow"), formats.weekday_date(today + timedelta(days=1)), "arrow-right"),
        (saturday, _("This weekend"), formats.weekday_date(saturday), "calendar"),
        (monday, _("Next week"), formats.weekday_date(monday), "calendar-days"),
    ]
    return {
        "field": field,
        "value": value,
        "clock": task.due_time if field == "due" else None,
        "timed": field == "due",
        "today": today,
        "first_weekday": view.actor.user.first_weekday,
        "reading_url": view.url("tasks:dates"),
        "day_field": "due_day" if field == "due" else field,
        # What is hidden until today is not hidden.
        "quick": quick[1:] if field == "deferred_until" else quick,
        "recurrence": _recurrence_words(view) if field == "due" else "",
    }


def _recurrence_words(view: ChoosingView) -> str:
    row = Recurrence.objects.filter(task=view.task).first()
    return capfirst(repeat_words(row.repeat, view.actor.user)) if row else ""


def _repeat(view: ChoosingView) -> dict[str, Any]:
    formats = Formats.of(view.actor.user)
    row = Recurrence.objects.filter(task=view.task).first()
    return {
        "recurrence": row,
        "words": capfirst(repeat_words(row.repeat, view.actor.user)) if row else "",
        "times": next_times(view.task, row.repeat, formats, present=row) if row else [],
        "skipped": [formats.weekday_date(day) for day in row.skipped if day >= formats.today] if row else [],
        "common": common(view.task.due_on or formats.today, view.actor.user, row.repeat if row else None),
        "anchors": anchors(),
        "reading_url": view.url("tasks:dates"),
    }


def _reminders(view: ChoosingView) -> dict[str, Any]:
    formats = Formats.of(view.actor.user)
    return {
        "reminders": choices.reminders_of(view.task, view.actor, formats),
        "reading_url": view.url("tasks:dates"),
    }


OFFERS: dict[str, tuple[Any, str, Any]] = {
    "due": (lambda: _("Due"), "tasks/choices/_dates.html", lambda view: _dates(view, "due")),
    "start": (lambda: _("Start"), "tasks/choices/_dates.html", lambda view: _dates(view, "start_on")),
    "deadline": (lambda: _("Deadline"), "tasks/choices/_dates.html", lambda view: _dates(view, "deadline_on")),
    "defer": (lambda: _("Hide until"), "tasks/choices/_dates.html", lambda view: _dates(view, "deferred_until")),
    "repeat": (lambda: _("Repeat"), "tasks/choices/_repeat.html", _repeat),
    "reminders": (lambda: _("Reminders"), "tasks/choices/_reminders.html", _reminders),
    "priority": (
        lambda: _("Priority"),
        "tasks/choices/_list.html",
        lambda view: {"options": choices.priorities(view.task)},
    ),
    "project": (
        lambda: _("Move to"),
        "tasks/choices/_list.html",
        lambda view: {"options": choices.places(view.task, view.actor), "filter": _("Project or section")},
    ),
    "labels": (
        lambda: _("Labels"),
        "tasks/choices/_list.html",
        lambda view: {
            "options": choices.labels(view.task, view.actor),
            "filter": _("Label"),
            "several": True,
            "creates": True,
        },
    ),
    "assignees": (
        lambda: _("Assign to"),
        "tasks/choices/_list.html",
        lambda view: {
            "options": choices.people(view.task, view.actor),
            "filter": _("Name"),
            "several": True,
        },
    ),
    "parent": (
        lambda: _("Make it a subtask of"),
        "tasks/choices/_search.html",
        lambda view: {"action": f"{view.task_url}parent/", "search_url": view.url("tasks:search")},
    ),
    "link": (
        lambda: _("Link to a task"),
        "tasks/choices/_search.html",
        lambda view: {
            "action": f"{view.task_url}links/",
            "search_url": view.url("tasks:search"),
            "kinds": choices.link_kinds(),
        },
    ),
}
"""What can be chosen: its heading, its template, and what that is drawn from."""
