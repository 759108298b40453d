"""One task: looked at, edited in place, deleted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.tasks import actions
from workstate.tasks.views.base import TaskView


class DetailView(TaskView):
    """GET is the drawer for htmx and else a page of its own; POST edits what it names; DELETE puts it in the bin."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        htmx = self.request.htmx
        swap = htmx and not htmx.history_restore_request
        return render(request, "tasks/detail.swap.html" if swap else "tasks/detail.html", {"task": self.task})

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_task(self.task, by=self.actor)
        return self.done(_("Deleted."), undo=self.url("tasks:restoration", self.task.number))
