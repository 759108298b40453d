"""Pages of what happened in a workspace and in a project."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from workstate.feeds.kinds import Kind
from workstate.feeds.lines import days_of
from workstate.feeds.queries import PAGE, Asked, feed_of
from workstate.projects.access import readers_of
from workstate.projects.models import Project
from workstate.workspaces.models import Membership
from workstate.workspaces.views import WorkspaceView

_LONGEST_ID = 18


def person_of(query: QueryDict) -> UUID | None:
    try:
        return UUID(query.get("person", ""))
    except ValueError:
        return None


def kind_of(query: QueryDict) -> Kind | None:
    wanted = query.get("kind", "")
    return Kind(wanted) if wanted in Kind.values else None


def before_of(query: QueryDict) -> int | None:
    text = query.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


class FeedView(WorkspaceView):
    """GET is the page, filtered by `person` and `kind`; with `before`, for htmx, the lines that come before that event."""

    project: Project | None = None
    template = "feeds/workspace.html"

    @property
    def page(self) -> str:
        return self.url("feeds:workspace")

    @property
    def people(self) -> QuerySet[Membership]:
        """Whose acts one may ask for: a guest's own, and in a project those who see it."""
        seen = readers_of(self.project) if self.project else Q()
        members = Membership.objects.filter(seen, workspace=self.actor.workspace)
        if not self.project:
            members = members & Membership.objects.visible_to(self.actor)
        return members.select_related("user").order_by("user__name", "pk")

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        asked = Asked(self.project, person_of(request.GET), kind_of(request.GET), before_of(request.GET))
        feed = feed_of(self.actor, asked, most=PAGE)
        filters = {"person": asked.person, "kind": asked.kind}
        wanted = urlencode({name: str(value) for name, value in filters.items() if value})
        context: dict[str, Any] = {
            "days": days_of(feed.told, self.actor),
            "next": feed.next,
            "asked": asked,
            "wanted": wanted,
            "page": self.page,
            "project": self.project,
            "is_filtered": bool(wanted),
        }
        if self.wants_fragment and asked.before is not None:
            return render(request, "feeds/_days.html", context)
        if self.wants_fragment and request.GET.get("part") == "feed":
            return render(request, "feeds/_feed.html", context)
        context |= {"people": self.people, "kinds": self.kinds()}
        return render(request, self.template, context)

    def kinds(self) -> list[tuple[str, str]]:
        narrow = bool(self.project) or self.actor.is_guest
        return [(kind.value, str(kind.label)) for kind in Kind if not (narrow and kind in {Kind.PEOPLE, Kind.SETUP})]


class ProjectFeedView(FeedView):
    template = "feeds/project.html"
    project: Project

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.project = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=kwargs["project"])

    @property
    def page(self) -> str:
        return self.url("feeds:project", self.project.pk)
