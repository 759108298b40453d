"""The lists: Inbox, Today, Upcoming, what is mine, a label, what is completed, the archive. The project's is in project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid
from workstate.projects.queries import archived as archived_projects
from workstate.tasks import lists, queries
from workstate.tasks.models import Label
from workstate.tasks.rows import Page
from workstate.tasks.views.base import ListedView

STEP = 100
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
            "more_query": self.more_query,
        }
        return render(request, "tasks/list.swap.html" if self.wants_fragment else self.template, context)

    @property
    def limit(self) -> int:
        """How many rows are shown; a list of thousands is shown in steps."""
        asked = self.request.GET.get("rows", "")
        return min(MOST, max(STEP, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 6 else STEP

    @property
    def more_query(self) -> str:
        """What the address says but for the number of rows, for the link to more of them."""
        query = self.request.GET.copy()
        query.pop("rows", None)
        return query.urlencode()


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


class AssignedView(ListView):
    def page(self) -> Page:
        return lists.assigned_page(self.actor, limit=self.limit)


class CompletedView(ListView):
    def page(self) -> Page:
        return lists.completed_page(self.actor, limit=self.limit)


class LabelView(ListView):
    def page(self) -> Page:
        label = get_object_or_404(Label.objects.visible_to(self.actor), pk=self.kwargs["label"])
        return lists.label_page(self.actor, label, limit=self.limit)


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
