"""Acts on one task: done and not done, its place in a list, out of the bin."""

from __future__ import annotations

from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.tasks import actions
from workstate.tasks.due import Due
from workstate.tasks.views.base import ListedView, TaskView, project_among, section_among, task_among


class CompletionView(TaskView):
    """POST completes, DELETE reopens."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.complete_task(self.task, by=self.actor)
        return self.done(_("Completed."), undo=request.path, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.reopen_task(self.task, by=self.actor)
        return self.done()


class RestorationView(TaskView):
    """POST takes the task out of the bin."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_task(self.task, by=self.actor)
        return self.done(_("Restored."))


class OverdueView(ListedView):
    """POST moves what is overdue to today; DELETE takes the last such move of this session back."""

    KEY = "moved_to_today"

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        moved = actions.bring_overdue_to_today(by=self.actor)
        if not moved:
            return self.done(_("Nothing is overdue."))
        # With the workspace: another one has tasks of the same numbers.
        request.session[self.KEY] = {
            "workspace": str(self.actor.workspace.pk),
            "tasks": [
                [task.number, due.day.isoformat(), due.time.isoformat() if due.time else ""] for task, due in moved
            ],
        }
        count = len(moved)
        said = ngettext("%(count)d task moved to today.", "%(count)d tasks moved to today.", count) % {"count": count}
        return self.done(said, undo=request.path, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        moved = request.session.get(self.KEY)
        if not isinstance(moved, dict) or moved["workspace"] != str(self.actor.workspace.pk):
            return self.done()
        del request.session[self.KEY]
        before = {
            number: Due(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)
            for number, day, clock in moved["tasks"]
        }
        actions.put_due_back(before, by=self.actor)
        return self.done()


class PlaceView(TaskView):
    """POST puts the task between two others of a list; what is not sent (project, section, parent) stays."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        post = request.POST
        after = task_among(self, post.get("after", ""), field="after")
        before = task_among(self, post.get("before", ""), field="before")
        actions.move_task(
            self.task,
            by=self.actor,
            project=project_among(self, post["project"]) if "project" in post else "same",
            section=section_among(self, post["section"]) if "section" in post else self.task.section,
            parent=task_among(self, post["parent"], field="parent") if "parent" in post else self.task.parent,
            after=after,
            before=before if after is None else None,
        )
        return self.done()
