"""The descriptions of tasks and projects: rewritten in place, and their boxes ticked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.core.markdown import Overtaken
from workstate.discussions.projects import tick_project_checklist, write_project_description
from workstate.discussions.reading import Description
from workstate.projects.models import Project
from workstate.tasks.actions.checklist import tick_checklist, write_description
from workstate.tasks.models import Task
from workstate.tasks.views.base import TaskView
from workstate.workspaces.acts import ActingView

_WHOLE = 5


class _Describing(ActingView):
    """What tasks and projects share; `subject` is what is described."""

    subject: Task | Project

    @property
    def page(self) -> str:
        raise NotImplementedError

    def draw(self, *, mine: str | None = None, error: str = "", status: int = 200) -> HttpResponse:
        self.subject.refresh_from_db()
        description = Description.of(self.subject, self.actor, mine=mine, error=error)
        context = {"description": description, "subject": self.subject, "back": self.page}
        if not self.wants_fragment:
            return render(self.request, "discussions/description.html", context, status=status)
        response = render(self.request, "discussions/_description.html", context, status=status)
        # A conflict shows both texts where the one was written, instead of a toast over it.
        response.headers["HX-Retarget"] = f"#{description.id}"
        response.headers["HX-Reswap"] = "outerMorph"
        return response

    def answer(self) -> HttpResponse:
        return self.draw() if self.wants_fragment else self.go(self.page)


class _DescriptionView(_Describing):
    """GET is the text in its editor, POST saves it; 409 with both texts when somebody else saved another one meanwhile."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        text = request.POST.get("description", "")
        try:
            self.write(text, before=request.POST.get("before", ""))
        except Overtaken:
            return self.draw(mine=text, status=409)
        except Invalid as refusal:
            return self.draw(mine=text, error=" ".join(refusal.messages), status=400)
        return self.answer()

    def write(self, text: str, *, before: str) -> None:
        raise NotImplementedError


class _ChecklistView(_Describing):
    """POST ticks the box on a line, or takes its tick away when `done` is empty."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        line = request.POST.get("line", "")
        if not (line.isascii() and line.isdigit() and len(line) <= _WHOLE):
            raise Invalid(_("There is no such line."), field="line")
        self.tick(int(line), bool(request.POST.get("done")), before=request.POST.get("before", ""))
        return self.answer()

    def tick(self, line: int, done: bool, *, before: str) -> None:
        raise NotImplementedError


class _OfTask(TaskView, _Describing):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = self.task

    @property
    def page(self) -> str:
        return self.url("tasks:detail", self.task.number)


class _OfProject(_Describing):
    project: Project

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        projects = Project.objects.visible_to(self.actor).kept()
        self.subject = self.project = get_object_or_404(projects, pk=kwargs["project"])

    @property
    def page(self) -> str:
        return self.url("views:project", self.project.pk)


class TaskDescriptionView(_OfTask, _DescriptionView):
    def write(self, text: str, *, before: str) -> None:
        write_description(self.task, text, by=self.actor, before=before)


class TaskChecklistView(_OfTask, _ChecklistView):
    def tick(self, line: int, done: bool, *, before: str) -> None:
        tick_checklist(self.task, line, done, by=self.actor, before=before)


class ProjectDescriptionView(_OfProject, _DescriptionView):
    def write(self, text: str, *, before: str) -> None:
        write_project_description(self.project, text, by=self.actor, before=before)


class ProjectChecklistView(_OfProject, _ChecklistView):
    def tick(self, line: int, done: bool, *, before: str) -> None:
        tick_project_checklist(self.project, line, done, by=self.actor, before=before)
