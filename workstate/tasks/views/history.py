from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from workstate.core.errors import require
from workstate.tasks import actions
from workstate.tasks.history import change_of
from workstate.tasks.policies import can_edit_task
from workstate.tasks.views.base import TaskView


class PutBackView(TaskView):
    """POST gives the task the values that it had before one change in its history."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_task(self.actor, self.task))
        event = change_of(self.task, self.kwargs["event"], actor=self.actor)
        if event is None:
            raise Http404
        act = actions.put_back(event, by=self.actor)
        return self.done(_("Put back."), undo=self.url("tasks:undo", act.batch))
