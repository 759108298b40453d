"""The interval that is open: begun, made longer, gone on from, stopped."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from workstate.focus import actions
from workstate.focus.queries import counts_of, newest
from workstate.focus.views.base import FocusView, task_of
from workstate.tasks.models import Task
from workstate.timetracking.actions import running_entry
from workstate.workspaces.acts import identifier


class IntervalView(FocusView):
    """
    The person's one interval: GET is what the header shows, POST begins to focus (on the task of a number, else on what
    the timer runs on), PATCH makes it longer, DELETE stops it or lets go what is offered.
    """

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("focus:mode"))
        return render(request, "focus/_header.html", {"state": actions.look(self.actor.user)})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        task = None
        if number := self.fields.get("task", ""):
            tasks = Task.objects.visible_to(self.actor).select_related("project")
            task = get_object_or_404(tasks, number=int(number) if number.isascii() and number.isdigit() else 0)
        running = running_entry(self.actor.user)
        interval = actions.start_focus(task, by=self.actor, id=identifier(self.fields.get("id", ""), field="id"))
        return self.answer(tasks=[interval.task, running.task if running else None])

    def patch(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.extend(self.moment("ends_at"), by=self.actor, interval=self.meant)
        return self.answer()

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(tasks=[task_of(actions.stop(by=self.actor, interval=self.meant))])


class NextView(FocusView):
    """POST goes on to what comes next: out of a break, or into one."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        before = task_of(newest(self.actor.user))
        after = task_of(actions.go_on(by=self.actor, interval=self.meant))
        return self.answer(tasks=[before, after])


class SettlementView(FocusView):
    """POST says that a page's countdown has come to its end: what is due is written down, whoever else does it too."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        interval = actions.settle(self.actor.user)
        return self.answer(tasks=[task_of(interval)])


class PresenceView(FocusView):
    """POST says that the person is there."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.note_presence(by=self.actor)
        return HttpResponse(status=204)


class PanelView(FocusView):
    """What the countdown in the header opens."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("focus:mode"))
        state = actions.look(self.actor.user)
        task = task_of(state.last)
        context = {"state": state, "task": task, "counts": counts_of(self.actor, task)}
        return render(request, "focus/_panel_content.html", context)
