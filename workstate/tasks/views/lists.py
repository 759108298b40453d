"""The lists: Inbox, Today, Upcoming, a project, a label, what is completed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.projects.models import Project
from workstate.tasks import lists
from workstate.tasks.models import Label
from workstate.tasks.rows import Page
from workstate.tasks.views.base import ListedView

STEP = 200
MOST = 5000


class ListView(ListedView):
    """A page of tasks; for htmx, which comes to look what has changed, the list alone."""

    template = "tasks/list.html"

    def page(self) -> Page:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        context = {
            "page": self.page(),
            "tasks_url": self.url("tasks:list"),
            "preview_url": self.url("tasks:quick-add-preview"),
            "view_url": request.get_full_path(),
        }
        return render(request, "tasks/list.swap.html" if self.wants_fragment else self.template, context)

    @property
    def limit(self) -> int:
        """How many rows are shown; a list of thousands is shown in steps."""
        asked = self.request.GET.get("rows", "")
        return min(MOST, max(STEP, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 6 else STEP


class TodayView(ListView):
    def page(self) -> Page:
        return lists.today_page(self.actor)


class InboxView(ListView):
    def page(self) -> Page:
        return lists.inbox_page(self.actor, limit=self.limit)


class UpcomingView(ListView):
    def page(self) -> Page:
        asked = self.request.GET.get("days", str(lists.SPANS[0]))
        if asked not in map(str, lists.SPANS):
            raise Invalid(_("Choose 7, 14 or 30 days."), field="days")
        return lists.upcoming_page(self.actor, days=int(asked))


class CompletedView(ListView):
    def page(self) -> Page:
        return lists.completed_page(self.actor, limit=self.limit)


class ProjectView(ListView):
    """The tasks of a project. It stands here since a project does not know of tasks."""

    template = "tasks/project.html"

    def page(self) -> Page:
        wanted: UUID = self.kwargs["project"]
        project = get_object_or_404(Project.objects.visible_to(self.actor).kept().select_related("client"), pk=wanted)
        return lists.project_page(self.actor, project, limit=self.limit)


class LabelView(ListView):
    def page(self) -> Page:
        label = get_object_or_404(Label.objects.visible_to(self.actor), pk=self.kwargs["label"])
        return lists.label_page(self.actor, label, limit=self.limit)
