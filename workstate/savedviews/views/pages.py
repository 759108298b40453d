"""The pages of places: one view for each, all drawn alike."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workstate.projects.models import Favourite, Project
from workstate.projects.policies import can_change_project, can_comment_in_project
from workstate.savedviews import filters, layouts, places
from workstate.savedviews.completed import completed_page
from workstate.savedviews.filters.tree import every
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.looks import NAMES
from workstate.savedviews.models import FavouriteView, Layout
from workstate.savedviews.places import Place
from workstate.savedviews.policies import can_edit_view
from workstate.savedviews.scenes import Scene, look_at
from workstate.tasks.views.base import ListedView

STEP = 100
MOST = 5000


class PageView(ListedView):
    """A place; for htmx, which comes to look what has changed, the list alone."""

    template = "savedviews/page.html"

    @cached_property
    def place(self) -> Place:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        scene = look_at(self.place, request.GET.dict(), limit=self.limit)
        drawn = layouts.draw(scene)
        context = {
            "place": self.place,
            "scene": scene,
            "look": scene.look,
            "drawn": drawn,
            "tabs": self.tabs(scene),
            "look_url": self.url("views:look", self.place.key),
            "look_query": self.look_query(scene),
            "save_query": self.save_query(scene),
            **self.surroundings(),
            **drawn.context,
            **self.more(),
        }
        return render(request, "savedviews/page.swap.html" if self.wants_fragment else self.template, context)

    def surroundings(self) -> dict[str, Any]:
        """What every list needs around it."""
        return {
            "tasks_url": self.url("tasks:list"),
            "preview_url": self.url("tasks:quick-add-preview"),
            "view_url": self.request.get_full_path(),
            "more_query": self.more_query,
        }

    def more(self) -> dict[str, Any]:
        """What this page has beyond others."""
        return {}

    def tabs(self, scene: Scene) -> list[tuple[str, str, str, bool]]:
        """The layouts that there are: value, words, icon, whether it is shown."""
        offered = [layout for layout in self.place.layouts if layout in layouts.LAYOUTS]
        return [(one, str(Layout(one).label), ICONS[Layout(one)], one == scene.look.layout) for one in offered]

    def look_query(self, scene: Scene) -> str:
        """What the address says beside the look, for the form that changes the look."""
        query = self.request.GET.copy()
        for name in (*NAMES, "rows"):
            query.pop(name, None)
        return query.urlencode()

    def save_query(self, scene: Scene) -> str:
        """What a view is made of that is saved from here: the place and the filter as one filter, and the look."""
        if not scene.filter or scene.wrong:
            return ""
        said = [node for node in (self.place.said, filters.parse(scene.filter, scene.formats)) if node]
        return urlencode({"filter": filters.printed(every(said)) if said else "", **scene.look.parameters()})

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


ICONS = {
    Layout.LIST: "list",
    Layout.BOARD: "columns-3",
    Layout.TABLE: "table",
    Layout.CALENDAR: "calendar-days",
    Layout.TIMELINE: "chart-gantt",
}


class TodayView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.find("today", self.actor)


class InboxView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.find("inbox", self.actor)


class UpcomingView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.upcoming(self.actor, self.request.GET.get("days", str(places.SPANS[0])))

    def more(self) -> dict[str, Any]:
        return {"spans": places.SPANS}


class AssignedView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.find("assigned", self.actor)


class AllView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.find("all", self.actor)


class PriorityView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.find(f"priority:{self.kwargs['priority']}", self.actor)


class LabelView(PageView):
    @cached_property
    def place(self) -> Place:
        return places.find(f"label:{self.kwargs['label']}", self.actor)


class SavedViewView(PageView):
    template = "savedviews/view.html"

    @cached_property
    def place(self) -> Place:
        return places.find(f"view:{self.kwargs['view']}", self.actor)

    def more(self) -> dict[str, Any]:
        view = self.place.subject
        favourites = FavouriteView.objects.filter(user=self.actor.user, view=view)
        return {
            "view": view,
            "can_edit_view": can_edit_view(self.actor, view),
            "is_favourite": favourites.exists(),
        }


class ProjectView(PageView):
    template = "savedviews/project.html"

    @cached_property
    def place(self) -> Place:
        return places.find(f"project:{self.kwargs['project']}", self.actor)

    def more(self) -> dict[str, Any]:
        project = self.place.subject
        assert isinstance(project, Project)
        favourites = Favourite.objects.filter(user=self.actor.user, project=project)
        return {
            "project": project,
            "can_edit": self.place.can_edit,
            "can_comment": can_comment_in_project(self.actor, project),
            "can_change": can_change_project(self.actor, project),
            "is_favourite": favourites.exists(),
        }


class CompletedView(PageView):
    """What ended, by the day on which it did. It is told by when, so it has no layout but this."""

    template = "savedviews/page.html"

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        scene = look_at(places.AllTasks(self.actor), {"filter": request.GET.get("filter", "")})
        page = completed_page(self.actor, scene.narrowed, limit=self.limit)
        context = {
            "place": page, "scene": scene, "look": scene.look, "page": page, "tabs": [],
            "drawn": Drawn("savedviews/list/_list.html", {}, column=""), **self.surroundings(),
        }  # fmt: skip
        return render(request, "savedviews/page.swap.html" if self.wants_fragment else self.template, context)
