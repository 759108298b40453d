"""What was deleted and can come back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workstate.accounts.formats import Formats
from workstate.projects.models import Project
from workstate.tasks import queries
from workstate.tasks.views.base import ListedView

MOST = 200


class BinView(ListedView):
    """Deleted tasks and projects, the newest first."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        formats = Formats.of(self.actor.user)
        projects = (
            Project.objects.visible_to(self.actor)
            .filter(deleted_at__isnull=False)
            .select_related("deleted_by")
            .order_by("-deleted_at")[:MOST]
        )
        context = {
            "tasks": [
                (task, formats.moment(task.deleted_at)) for task in queries.in_bin(self.actor)[:MOST] if task.deleted_at
            ],
            "projects": [(project, formats.moment(project.deleted_at)) for project in projects if project.deleted_at],
            "tasks_url": self.url("tasks:list"),
            "view_url": request.get_full_path(),
        }
        return render(request, "tasks/_bin.html" if self.wants_fragment else "tasks/bin.html", context)
