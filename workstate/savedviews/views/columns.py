"""Columns of a table: which may be added, how wide they are, and the table as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from workstate.core.errors import Invalid
from workstate.savedviews import facets, places
from workstate.savedviews.actions import keep_look
from workstate.savedviews.exporting import lines_of
from workstate.savedviews.layouts.table import kept_fields
from workstate.savedviews.looks import with_widths
from workstate.savedviews.scenes import look_at
from workstate.workspaces.acts import ActingView


class PlaceView(ActingView):
    place: places.Place

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.place = places.find(kwargs["place"], self.actor)


class ColumnsView(PlaceView):
    """GET offers columns that the table, as the address has it, does not show. POST keeps widths: `width` is key=pixels, repeated."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        scene = look_at(self.place, request.GET.dict())
        shown = scene.look.columns
        offered = [one for one in facets.every(self.actor) if one.shows and one.key != "title" and one.key not in shown]
        context = {
            "place": self.place,
            "look_url": self.url("views:look", self.place.key),
            "offered": offered,
            "shown": "".join(f"{key}," for key in shown),
            "kept": [*kept_fields(scene), ("sort", scene.look.sort_text)],
        }
        page = "savedviews/table/_columns.html" if self.wants_fragment else "savedviews/table/columns.html"
        return render(request, page, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        widths = dict(read_width(text) for text in request.POST.getlist("width"))
        if not widths:
            raise Invalid(_("Say how wide a column is to be."), field="width")
        look = look_at(self.place, {}).look
        keep_look(self.place, with_widths(replace(look), {**look.widths, **widths}), by=self.actor)
        return self.done()


def read_width(text: str) -> tuple[str, int]:
    key, _equals, pixels = text.rpartition("=")
    if not key or len(key) > 60 or not (pixels.isascii() and pixels.isdigit() and len(pixels) < 6):
        raise Invalid(_("Give a width in pixels."), field="width")
    return key, int(pixels)


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class ExportView(PlaceView):
    """GET is the table, as the address has it, as a file: every task of it and not only those that are drawn."""

    def get(self, request: HttpRequest, **kwargs: object) -> StreamingHttpResponse:
        scene = look_at(self.place, request.GET.dict())
        if scene.wrong:
            raise Invalid(str(scene.wrong.message), field="filter")
        response = StreamingHttpResponse(lines_of(scene), content_type="text/csv; charset=utf-8")
        name = slugify(self.place.heading) or "tasks"
        response["Content-Disposition"] = f'attachment; filename="{name}-{scene.formats.today.isoformat()}.csv"'
        return response
