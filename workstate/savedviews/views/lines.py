"""A quick add line whose task comes to stand in a group of a grouping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.core.clock import require_day
from workstate.core.errors import Invalid
from workstate.savedviews.setting import is_settable, left_groups, set_facet
from workstate.tasks.due import Due
from workstate.tasks.line import Place
from workstate.tasks.models import Priority, Task
from workstate.tasks.views.base import label_among, project_among, section_among
from workstate.tasks.views.quick_add import LineView as ReadingView
from workstate.tasks.views.quick_add import PreviewView, TaskListView

OF_THE_LINE = {"section", "project", "labels", "due"}
"""What the line itself takes from where it is typed; the rest is set on the task that it made."""


class InGroup(ReadingView):
    """Of the group that the address names: `facet` and `value`."""

    @property
    def facet(self) -> str:
        facet: str = self.kwargs["facet"]
        return facet

    @property
    def value(self) -> str:
        return self.request.GET.get("value", "")

    def place(self) -> Place:
        if not is_settable(self.facet):
            raise Invalid(_("No task can be added here."), field="facet")
        place = super().place()
        match self.facet:
            case "section":
                section = section_among(self, self.value)
                return replace(place, section=section, project=section.project if section else place.project)
            case "project":
                return replace(place, project=project_among(self, self.value), section=None)
            case "labels" if place.label is None:
                return replace(place, label=label_among(self, self.value))
            case "due":
                return replace(place, due=_due(self.value) if self.value else None)
        return place


class LineView(InGroup, TaskListView):
    """GET shows the line; POST adds what was typed, to stand in the group unless the line says otherwise."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.place()
        query = request.GET.urlencode()
        context = {
            "action": f"{request.path}?{query}",
            "preview": f"{self.url('views:line-preview', self.facet)}?{query}",
            "line_id": f"line-{self.facet}-{self.value}".replace(":", "-"),
        }
        template = "tasks/section_line.swap.html" if self.wants_fragment else "savedviews/board/line.html"
        return render(request, template, context)

    @transaction.atomic
    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return super().post(request, **kwargs)

    def made(self, tasks: list[Task], batch: UUID | None = None) -> None:
        """Give the tasks what their group says, where nothing else was typed."""
        in_line = self.facet in OF_THE_LINE and not (self.facet == "labels" and "label" in self.request.GET)
        if in_line or not self.value or self.facet == "state":
            return
        wanted = tasks if self.facet == "labels" else self.unsaid(tasks)
        if wanted:
            set_facet(wanted, self.facet, self.value, by=self.actor, batch=batch)

    def unsaid(self, tasks: list[Task]) -> list[Task]:
        """Those of which nothing was typed in this respect; Priority 4 is what is said of whatever has none."""
        if self.facet == "priority":
            return [task for task in tasks if task.priority == Priority.P4]
        said = left_groups(tasks, self.facet, by=self.actor)
        return [task for task in tasks if not said.get(task.pk)]


class LinePreviewView(InGroup, PreviewView):
    """POST says what the line would make. Writes nothing."""


def _due(text: str) -> Due:
    try:
        return Due(require_day(date.fromisoformat(text), field="value"))
    except ValueError as error:
        raise Invalid(_("This is not a day. Write it as 2026-12-31."), field="value") from error
