"""Choosing how a place is looked at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.savedviews import facets, places
from workstate.savedviews.actions import keep_look
from workstate.savedviews.looks import MOST_SORTS, NAMES
from workstate.savedviews.models import Layout
from workstate.savedviews.scenes import look_at
from workstate.workspaces.acts import ActingView


class LookView(ActingView):
    """
    GET offers what the place can be grouped and sorted by and which columns there are, as the address now says.

    POST keeps the look and shows it; with `everyone` for everybody. What a form does not send stays as it is.
    """

    place: places.Place

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.place = places.find(kwargs["place"], self.actor)

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        scene = look_at(self.place, request.GET.dict())
        every = facets.every(self.actor)
        sorts = [str(sort) for sort in scene.look.sort]
        sorts += [""] * (min(MOST_SORTS, len(sorts) + 1) - len(sorts))
        context = {
            "place": self.place,
            "scene": scene,
            "look": scene.look,
            "look_url": request.path,
            "rest": self.rest(request.GET).items(),
            "groupings": [facet for facet in every if facet.groups],
            "sortings": [facet for facet in every if facet.sorts],
            "columns": [facet for facet in every if facet.shows and facet.key != "title"],
            "sorts": sorts,
            "is_table": scene.look.layout == Layout.TABLE,
        }
        page = "savedviews/_options.html" if self.wants_fragment else "savedviews/options.html"
        return render(request, page, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        post = request.POST
        wanted = {name: post[name] for name in ("layout", "group", "span") if post.get(name)}
        if sorts := list(dict.fromkeys(text for text in post.getlist("sort") if text)):
            wanted["sort"] = ",".join(sorts)
        if "columns" in post:
            wanted["columns"] = ",".join(key for key in post.getlist("columns") if key)
        if "completed" in post:
            wanted["completed"] = post.getlist("completed")[-1]
        everyone = post.get("everyone") == "1"
        look = look_at(self.place, wanted).look
        keep_look(self.place, look, by=self.actor, for_everyone=everyone)
        said = _("Everybody now sees this so, until they choose otherwise.") if everyone else ""
        query = urlencode({**look.parameters(), **self.rest(post)})
        return self.go(f"{self.place.address}?{query}", said)

    def rest(self, query: QueryDict) -> dict[str, str]:
        """What an address says beside the look."""
        names = {"filter", "on", "days"} - set(NAMES)
        return {name: str(query[name]) for name in sorted(names) if query.get(name)}
