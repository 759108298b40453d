"""Whom and what one may name in a text, for completion: @ people and groups, # tasks."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator

from workstate.discussions.people import People
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.tasks.views.base import TaskView
from workstate.workspaces.views import WorkspaceView

MOST = 8
LONGEST = 80
_DIGITS = 9


class _NamesView(WorkspaceView):
    """GET offers whoever sees the place; with `task`, tasks that the actor sees, by the beginning of a number or by words."""

    place: Task | Project

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if "task" in request.GET:
            answer = {"tasks": self.tasks(request.GET["task"].strip()[:LONGEST].replace("\x00", ""))}
        else:
            answer = {"people": People.around(self.place, self.actor).offered()}
        response = JsonResponse(answer)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def tasks(self, text: str) -> list[dict[str, str]]:
        """What is open first, then what was made last."""
        named = Q(title__icontains=text)
        if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
            named |= Q(number=int(text))
        found = Task.objects.visible_to(self.actor).kept().filter(named, archived_at=None)
        rows = found.order_by(
            F("completed_at").asc(nulls_first=True), F("cancelled_at").asc(nulls_first=True), "-number"
        ).values_list("number", "title")
        return [{"handle": str(number), "name": Truncator(title).chars(LONGEST)} for number, title in rows[:MOST]]


class TaskNamesView(TaskView, _NamesView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.place = self.task


class ProjectNamesView(_NamesView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.place = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=kwargs["project"])
