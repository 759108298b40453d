"""Who else looks at a task or a project, as pages show it; they are told over the socket when to ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from workstate.live.beside import people_beside
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.tasks.views.base import TaskView
from workstate.workspaces.views import WorkspaceView

SHOWN = 4


def _drawn(request: HttpRequest, people: list[Any]) -> HttpResponse:
    return render(request, "live/_people.html", {"people": people[:SHOWN], "more": people[SHOWN:]})


class BesideTaskView(TaskView):
    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return _drawn(request, people_beside(self.task, self.actor))


class BesideProjectView(WorkspaceView):
    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        projects = Project.objects.visible_to(self.actor).kept()
        project: Project | Task = get_object_or_404(projects, pk=kwargs["project"])
        return _drawn(request, people_beside(project, self.actor))
