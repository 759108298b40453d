"""Acts on one task: done and not done, its place in a list, out of the bin."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.tasks import actions
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
    """POST moves what is overdue to today."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        act = actions.bring_overdue_to_today(by=self.actor)
        if not act.tasks:
            return self.done(_("Nothing is overdue."))
        count = len(act.tasks)
        said = ngettext("%(count)d task moved to today.", "%(count)d tasks moved to today.", count) % {"count": count}
        return self.done(said, undo=self.url("tasks:undo", act.batch))


class UndoView(ListedView):
    """POST takes back what one act did, to one task or to many."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        batch: UUID = self.kwargs["batch"]
        actions.undo(batch, by=self.actor)
        return self.done(_("Taken back."))


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
