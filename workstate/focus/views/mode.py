"""Focus mode: one task, its checklist, the clock, nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.clock import today
from workstate.core.errors import Invalid
from workstate.core.text import LINE_LENGTH, clean_line
from workstate.focus import actions
from workstate.focus.queries import State, counts_of
from workstate.focus.views.base import Context, FocusView
from workstate.tasks import queries
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.rows import rows_of
from workstate.tasks.tree import branches_of
from workstate.timetracking.actions import change_entry, running_entry
from workstate.timetracking.policies import can_track_time

OFFERED = 8


class ModeView(FocusView):
    """GET goes to the task that the person is at; where there is none, it offers those of today."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        state = actions.look(self.actor.user)
        if task := self._at(state):
            return redirect(self.url("focus:task", task.number))
        context = {"state": state, "choices": tasks_of_today(self)[:OFFERED], "counts": counts_of(self.actor)}
        return render(request, "focus/choose.html", context)

    def _at(self, state: State) -> Task | None:
        interval = state.open or (state.last if state.offered else None)
        running = running_entry(self.actor.user)
        meant = (interval and interval.task_id) or (running and running.task_id)
        return Task.objects.visible_to(self.actor).kept().filter(pk=meant).first() if meant else None


class TaskModeView(FocusView):
    """One task in focus mode: GET shows it, POST begins to focus on it."""

    task: Task

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.task = get_object_or_404(Task.objects.visible_to(self.actor).kept(), number=kwargs["number"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        template = "focus/_room.html" if self.wants_fragment else "focus/task.html"
        return render(request, template, self._context())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        running = running_entry(self.actor.user)
        actions.start_focus(self.task, by=self.actor)
        if not self.wants_fragment:
            return redirect(self.url("focus:task", self.task.number))
        return self.answer(tasks=[self.task, running.task if running else None])

    def _context(self) -> Context:
        formats = Formats.of(self.actor.user)
        task = queries.listed(Task.objects.visible_to(self.actor).filter(pk=self.task.pk), self.actor).get()
        state = actions.look(self.actor.user)
        last = state.last
        running = running_entry(self.actor.user)
        tasks_url = self.url("tasks:list")
        return {
            "state": state,
            "task": task,
            "row": rows_of([task], self.actor, formats)[0],
            "branches": branches_of(task, self.actor, formats),
            "is_here": bool(last and last.task_id == task.pk and last.workspace_id == self.actor.workspace.pk),
            "running": running if running and running.task_id == task.pk else None,
            "counts": counts_of(self.actor, task),
            "next": next_of(task, tasks_of_today(self)),
            "can_edit": can_edit_task(self.actor, task),
            "can_track": can_track_time(self.actor, task),
            "key": f"{self.actor.workspace.key_prefix}-{task.number}",
            "tasks_url": tasks_url,
            "task_url": f"{tasks_url}{task.number}/",
            "on_page": True,
            "in_mode": True,
        }


class NoteView(FocusView):
    """POST writes a line beside what was written of the running time; it stands in its description."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        running = running_entry(self.actor.user)
        if running is None or running.workspace_id != self.actor.workspace.pk:
            raise Invalid(_("No timer runs. Start it, then write your note."), field="note")
        note = clean_line(self.fields.get("note", ""), field="note", length=LINE_LENGTH)
        if not note:
            raise Invalid(_("Write something first."), field="note", code="required")
        whole = f"{running.description}; {note}" if running.description else note
        change_entry(running, by=self.actor, description=whole)
        return self.answer(tasks=[running.task], message=_("Noted in your time."))


def tasks_of_today(view: FocusView) -> list[Task]:
    """What is open and due today or before, in the order of the list."""
    tasks = queries.of_the_day(view.actor, today(view.actor.zone)).filter(completed_at=None)
    return list(tasks.select_related("project").order_by("due_on", "due_time", "priority", "position", "pk")[:100])


def next_of(task: Task, tasks: list[Task]) -> Task | None:
    """The one after the task, beginning anew behind the last; None if there is no other."""
    others = [one.pk for one in tasks]
    start = others.index(task.pk) + 1 if task.pk in others else 0
    return next((one for one in tasks[start:] + tasks[:start] if one.pk != task.pk), None)
