"""The archive: what was put away. The lists of what is to be done are views; see the room savedviews."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workstate.accounts.formats import Formats
from workstate.projects.queries import archived as archived_projects
from workstate.tasks import queries
from workstate.tasks.views.base import ListedView


class ArchiveView(ListedView):
    """What was put away: tasks one by one, and whole projects."""

    MOST = 200

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        formats = Formats.of(self.actor.user)
        tasks = list(queries.archived(self.actor)[: self.MOST])
        projects = list(archived_projects(self.actor))
        context = {
            "tasks": [
                (task, formats.day(formats.local(task.archived_at).date())) for task in tasks if task.archived_at
            ],
            "projects": [
                (row, formats.day(formats.local(row.archived_at).date())) for row in projects if row.archived_at
            ],
            "tasks_url": self.url("tasks:list"),
            "view_url": request.get_full_path(),
        }
        template = "tasks/_archive.html" if self.wants_fragment else "tasks/archive.html"
        return render(request, template, context)
