"""What is done on a timeline: tasks moved in time, alone or with what waits for them, and made to wait for each other."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid, require
from workstate.savedviews import planning
from workstate.tasks.actions import link_tasks, unlink_tasks
from workstate.tasks.forms import read_day
from workstate.tasks.models import LinkKind, Task, TaskLink
from workstate.tasks.views.base import TaskView
from workstate.workspaces.acts import identifier


class DaysView(TaskView):
    """POST sets the days of the task: `start` and `due`, each empty for none; one that is not sent stays as it is."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        before = self.task.due_on or self.task.start_on
        start, due = self.day("start", self.task.start_on), self.day("due", self.task.due_on)
        act = planning.set_days(self.task, start=start, due=due, by=self.actor)
        task = act.tasks[0]
        response = self.done(self.said(task), undo=self.url("tasks:undo", act.batch))
        after = task.due_on or task.start_on
        if before and after and before != after and self.request.htmx:
            self.offer(response, (after - before).days, act.batch)
        return response

    def day(self, name: str, usual: date | None) -> date | None:
        text = self.request.POST.get(name)
        return usual if text is None else read_day(text, by=self.actor, field=name)

    def said(self, task: Task) -> str:
        formats = Formats.of(self.actor.user)
        if task.start_on and task.due_on:
            first, last = sorted((task.start_on, task.due_on))
            return _("Planned %s.") % formats.days(first, last)
        if task.due_on:
            return _("Due %s.") % formats.day(task.due_on)
        if task.start_on:
            return _("Starts %s.") % formats.day(task.start_on)
        return _("It has no date any more.")

    def offer(self, response: HttpResponse, days: int, batch: UUID) -> None:
        """Tell the page what waits for this task, so that it can ask whether that is to move too."""
        count = len(planning.waiting_for(self.task, self.actor))
        if not count:
            return
        text = ngettext("%(count)d task waits for it.", "%(count)d tasks wait for it.", count) % {"count": count}
        label = ngettext("Move it too", "Move the %(count)d tasks too", count) % {"count": count}
        detail: dict[str, Any] = {
            "text": text,
            "label": label,
            "url": self.url("views:waiting", self.task.number),
            "values": {"days": days, "batch": str(batch)},
            "target": "body",
        }
        trigger_client_event(response, "timeline:waiting", detail)


class WaitingView(TaskView):
    """POST moves what waits for the task by `days`, as part of the act `batch` that moved the task."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        text = request.POST.get("days", "")
        if not text.removeprefix("-").isdecimal() or len(text) > 6:
            raise Invalid(_("Move by at least a day and at most a century."), field="days")
        batch = identifier(request.POST.get("batch", ""), field="batch")
        if batch is None:
            raise Invalid(_("That move was not yours, or is no more. Move the task again."), field="batch")
        act = planning.move_waiting(self.task, int(text), by=self.actor, batch=batch)
        count = {"count": len(act.tasks)}
        said = ngettext("%(count)d task moved too.", "%(count)d tasks moved too.", len(act.tasks)) % count
        return self.done(said, undo=self.url("tasks:undo", act.batch))


class BlockingView(TaskView):
    """The relation of the task to another that waits for it: POST makes it, DELETE takes it away."""

    other: Task

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = Task.objects.visible_to(self.actor).kept().select_related("project")
        self.other = get_object_or_404(seen, number=kwargs["other"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.require_open()
        link_tasks(self.task, self.other, kind=LinkKind.BLOCKS, by=self.actor)
        said = _("“%(other)s” now waits for “%(task)s”.")
        return self.done(self.named(said), undo=request.path, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.require_open()
        links = TaskLink.objects.visible_to(self.actor).select_related("source__project", "target__project")
        link = get_object_or_404(links, source=self.task, target=self.other, kind=LinkKind.BLOCKS)
        unlink_tasks(link, by=self.actor)
        return self.done(self.named(_("“%(other)s” waits for “%(task)s” no more.")), undo=request.path)

    def require_open(self) -> None:
        require(planning.can_plan(self.actor, self.task))
        require(planning.can_plan(self.actor, self.other))

    def named(self, text: str) -> str:
        return text % {"task": _short(self.task.title), "other": _short(self.other.title)}


def _short(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39]}…"
