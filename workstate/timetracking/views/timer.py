from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.core.durations import format_clock
from workstate.core.errors import Conflict, Invalid, NotFound
from workstate.core.ids import new_id
from workstate.tasks.models import Task
from workstate.timetracking import actions
from workstate.timetracking.actions.running import change_timer, discard_timer
from workstate.timetracking.forms import RunningForm, StartForm, SubjectForm, read_moment
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import (
    entries_at_hand,
    own_entries,
    projects_to_choose,
    tasks_at_hand,
    tasks_named,
)
from workstate.timetracking.templatetags.timing import task_options
from workstate.timetracking.views.base import TimeView


class TimerFormView(TimeView):
    """Draws what starts the timer, or edits the running one."""

    def running(self) -> TimeEntry | None:
        """The timer as far as it can be edited here; the one of another workspace is edited there."""
        return own_entries(self.actor).running().prefetch_related("labels").first()

    def form_for(self, running: TimeEntry | None) -> SubjectForm:
        if running is None:
            return StartForm(actor=self.actor, initial={"id": new_id()})
        return RunningForm(actor=self.actor, entry=running)

    def draw(self, template: str, form: SubjectForm, *, status: int = 200) -> HttpResponse:
        entry = form.entry
        context = {
            "form": form,
            "entry": entry,
            "tasks": tasks_at_hand(self.actor, current=entry.task if entry else None),
            "projects": projects_to_choose(self.actor, current=entry.shown_project if entry else None),
            "at_hand": entries_at_hand(self.actor, but=entry),
        }
        return render(self.request, f"timetracking/{template}", context, status=status)

    def refused(self, form: SubjectForm) -> HttpResponse:
        """The form again with what is wrong at each field; in the panel of the header when it came from there."""
        if not self.wants_fragment:
            return self.draw("timer.html", form, status=400)
        response = self.draw("_panel_content.html", form, status=400)
        response["HX-Retarget"], response["HX-Reswap"] = "#timer-panel", "innerHTML"
        return response


class TimerView(TimerFormView):
    """The person's one timer: GET shows it, POST starts it, PATCH edits it, DELETE stops it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.wants_fragment:
            return render(request, "timetracking/_pill.html")
        return self.draw("timer.html", self.form_for(self.running()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = StartForm(self.fields, actor=self.actor)
        if not form.is_valid():
            return self.refused(form)
        try:
            entry = actions.start_timer(by=self.actor, version=self.known_version, **form.values)
        except Invalid as error:
            form.refuse(error)
            return self.refused(form)
        return self.changed(
            tasks=[entry.task, entry.replaced.task if entry.replaced else None], message=_said_of(entry)
        )

    def patch(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        running = self.running()
        if running is None and actions.running_entry(self.actor.user) is None:
            return self._stopped_meanwhile()
        if running is None or self.fields.get("entry", str(running.pk)) != str(running.pk):
            raise Conflict(_("That timer has been stopped meanwhile. You find it on the time page."))
        form = RunningForm(self.fields, actor=self.actor, entry=running)
        if not form.is_valid():
            return self.refused(form)
        try:
            entry = change_timer(by=self.actor, entry=running.pk, **form.changes)
        except Invalid as error:
            form.refuse(error)
            return self.refused(form)
        return self.changed(tasks=[running.task, entry.task])

    def _stopped_meanwhile(self) -> HttpResponse:
        """Elsewhere it was stopped while words were being typed here: they are kept, to start again with."""
        told = _(
            "That timer was stopped meanwhile; you find it on the time page. Start again with these words, if you like."
        )
        if not self.wants_fragment:
            raise Conflict(told)
        form = StartForm({**self.fields.dict(), "id": str(new_id()), "at": ""}, actor=self.actor)
        form.is_valid()
        form.add_error(None, told)
        return self.refused(form)

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entry = _identifier(self.fields.get("entry"))
        if entry and not TimeEntry.objects.of(self.actor.user).filter(pk=entry).exists():
            raise NotFound
        version, batch = None if entry else self.known_version, new_id()
        at = _moment(self.fields.get("at", ""), self)
        stopped = actions.stop_timer(by=self.actor, entry=entry, at=at, version=version, batch=batch)
        if stopped and stopped.is_just_stopped:
            return self.changed(tasks=[stopped.task], **_said_of_stop(stopped, batch))
        other = actions.running_entry(self.actor.user)
        said = _("Your timer was changed on another device meanwhile. What runs now was not stopped.") if other else ""
        return self.changed(tasks=[stopped.task if stopped else None, other.task if other else None], message=said)


class TimerDiscardView(TimeView):
    """POST throws away what runs, unless it was stopped meanwhile."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        batch = new_id()
        entry = discard_timer(by=self.actor, entry=_identifier(self.fields.get("entry")), batch=batch)
        undo = self.url("timetracking:undoing", batch)
        return self.changed(tasks=[entry.task], message=_("Timer discarded."), undo=undo)


class TaskOptionsView(TimeView):
    """Tasks to choose from whose title holds `q`, as JSON."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return JsonResponse(task_options(tasks_named(self.actor, request.GET.get("q", ""))), safe=False)


class TimerPanelView(TimerFormView):
    """What the pill in the header opens."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.draw("_panel_content.html", self.form_for(self.running()))


class TaskTimerView(TimeView):
    """The timer of one task: POST starts it, DELETE stops it."""

    task: Task

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        tasks = Task.objects.visible_to(self.actor).select_related("project")
        self.task = get_object_or_404(tasks, number=kwargs["number"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entry = actions.start_timer(
            self.task,
            by=self.actor,
            id=_identifier(self.fields.get("id")),
            at=_moment(self.fields.get("at", ""), self),
            version=self.known_version,
        )
        return self.changed(tasks=[self.task, entry.replaced.task if entry.replaced else None], message=_said_of(entry))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        running = actions.running_entry(self.actor.user)
        if running is None or running.task_id != self.task.pk:
            return self.changed(tasks=[self.task])
        at, batch = _moment(self.fields.get("at", ""), self), new_id()
        stopped = actions.stop_timer(by=self.actor, entry=running.pk, at=at, batch=batch)
        if stopped and stopped.is_just_stopped:
            return self.changed(tasks=[self.task], **_said_of_stop(stopped, batch))
        return self.changed(tasks=[self.task])


def _said_of_stop(entry: TimeEntry, batch: UUID) -> dict[str, Any]:
    """How long it ran, and where the stop is taken back: in the workspace in which it ran."""
    message = _("Stopped after %(length)s.") % {"length": format_clock(entry.duration or 0)}
    return {"message": message, "undo": reverse("timetracking:undoing", args=[entry.workspace.slug, batch])}


def _said_of(entry: TimeEntry) -> str:
    # The request was repeated after the timer it started had been stopped: say why nothing runs.
    return "" if entry.is_running else _("This timer was started and stopped before. Start a new one.")


def _identifier(text: str | None) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _moment(text: str, view: TimeView) -> datetime | None:
    try:
        return read_moment(text, view.actor)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="at") from None
