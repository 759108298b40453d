"""Acts on one task: done and not done, cancelled, put away, its place in a list, out of the bin; and the way back of each."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.errors import Invalid
from workstate.tasks import actions
from workstate.tasks.due import Due
from workstate.tasks.forms import read_when
from workstate.tasks.models import Recurrence, Task
from workstate.tasks.tree import open_below
from workstate.tasks.views.base import ListedView, TaskView, project_among, section_among, task_among
from workstate.tasks.words import due_words


class ActView(TaskView):
    """A view whose act is taken back as a whole from the toast."""

    def acted(self, act: actions.Act, said: str, *, nothing: str = "", then: str = "") -> HttpResponse:
        """`nothing` is said when there was nothing to do: somebody else, or another device, was faster."""
        if not Event.objects.filter(batch=act.batch).exists():
            return self.done(nothing, then=then)
        return self.done(said, undo=self.url("tasks:undo", act.batch), then=then)


class CompletionView(ActView):
    """
    POST completes, DELETE reopens.

    Asks first about open subtasks unless `children` says "all" or "one". `seen` is when a repeating task was due as the page
    showed it: one that another device has moved on since stays.
    """

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        children = request.POST.get("children", "")
        if not children and (count := self.count_open()):
            return self.ask("tasks/_ask_children.html", {"count": count})
        act = actions.complete_tasks([self.task], by=self.actor, children=children == "all", seen=self.seen)
        # What follows says what there is to do elsewhere, too: whoever looked at an old page sees the task as it is.
        response = self.acted(act, self.said(act.tasks[0]), nothing=_("This was done already."), then=self.back)
        return trigger_client_event(response, "dialog:close", {}) if children and self.request.htmx else response

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.acted(actions.reopen_tasks([self.task], by=self.actor), _("Reopened."))

    def count_open(self) -> int:
        """Open tasks under this one; none that a repeating task would begin anew with."""
        count = open_below(self.task)
        return 0 if count and Recurrence.objects.filter(task=self.task).exists() else count

    @property
    def seen(self) -> Due | None:
        text = self.request.GET.get("seen", "") or self.request.POST.get("seen", "")
        try:
            return read_when(text, by=self.actor, with_repeat=False).due if text else None
        except Invalid:
            return None

    @property
    def back(self) -> str:
        return self.request.POST.get("children", "") and self.url("tasks:detail", self.task.number)

    def said(self, task: Task) -> str:
        if task.completed_at:
            return _("Completed.")
        return _("Completed. Next: %s.") % due_words(task, Formats.of(self.actor.user)).short


class CancellationView(ActView):
    """POST says that the task will not be done, nor what is open under it; DELETE that it will."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        act = actions.cancel_tasks([self.task], by=self.actor)
        return self.acted(act, _("Cancelled."), nothing=_("This was cancelled or done already."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.acted(actions.reopen_tasks([self.task], by=self.actor), _("Reopened."))


class ArchivalView(ActView):
    """POST puts the task in the archive, with all that is under it; DELETE takes it out."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.acted(actions.archive_tasks([self.task], by=self.actor), _("Put in the archive."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.acted(actions.unarchive_tasks([self.task], by=self.actor), _("Taken out of the archive."))


class RestorationView(ActView):
    """POST takes the task out of the bin."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.acted(actions.restore_tasks([self.task], by=self.actor), _("Restored."))


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


def _said_of(parent: Task | None) -> str:
    return _("Now under “%s”.") % parent.title if parent else _("Now a task of its own.")


class PlaceView(ActView):
    """
    POST puts the task between two others of a list; what is not sent (project, section, parent) stays.

    One that goes under another task, or out from under it, may leave the list in sight: it says so, with Undo.
    """

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        post = request.POST
        after = task_among(self, post.get("after", ""), field="after")
        before = task_among(self, post.get("before", ""), field="before")
        parent = task_among(self, post["parent"], field="parent") if "parent" in post else self.task.parent
        # Under another task it stands where that one stands.
        section = parent.section if parent and parent != self.task.parent else self.task.section
        section = section_among(self, post["section"]) if "section" in post else section
        project = project_among(self, post["project"]) if "project" in post else self.task.project
        if parent != self.task.parent:
            act = actions.move_tasks(
                [self.task],
                by=self.actor,
                project=project,
                section=section,
                parent=parent,
                after=after,
                before=before if after is None else None,
            )
            return self.acted(act, _said_of(parent))
        if "parent" in post and after is None and before is None:
            actions.move_to_end(self.task, by=self.actor, project=project, section=section, parent=parent)
            return self.done()
        actions.move_task(
            self.task,
            by=self.actor,
            project=project,
            section=section,
            parent=parent,
            after=after,
            before=before if after is None else None,
        )
        return self.done()


class ParentView(ActView):
    """POST puts the task under another one (`other`), or makes it a task of its own."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        parent = task_among(self, request.POST.get("other", ""), field="parent")
        where = parent or self.task
        act = actions.move_tasks(
            [self.task], by=self.actor, project=where.project, section=where.section, parent=parent
        )
        return self.acted(act, _said_of(parent), then=self.url("tasks:detail", self.task.number))
