"""What the bar and the builder ask while a filter is made. Nothing is written."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from workstate.accounts.formats import Formats
from workstate.core.text import is_clean
from workstate.savedviews.filters import building
from workstate.savedviews.filters.compiling import condition, time_condition
from workstate.savedviews.filters.completing import complete
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.names import Names
from workstate.savedviews.filters.parsing import parse
from workstate.savedviews.filters.printing import printed
from workstate.savedviews.filters.tables import TABLES, TIME, Table, about_of
from workstate.savedviews.filters.tree import Node
from workstate.workspaces.views import WorkspaceRequest, WorkspaceView


def told(error: FilterError | None) -> dict[str, object] | None:
    """An error as a script shows it."""
    if error is None:
        return None
    return {
        "message": error.message,
        "start": error.start,
        "end": error.end,
        "suggestion": error.suggestion,
        "instead": error.instead,
    }


class FilterView(WorkspaceView):
    """
    A view that is asked about one text: the filter of tasks, or with `about=time` the filter of a report.

    The bar of a report says so by `data-about="time"`, which js/filter.js sends along; so does its link to the builder.
    """

    @cached_property
    def table(self) -> Table:
        return TABLES[about_of(self.request.GET.get("about", ""))]

    @cached_property
    def text(self) -> str:
        return self.request.GET.get("filter", "")

    @cached_property
    def wrong(self) -> FilterError | None:
        """What is wrong with the text, the names in it looked up."""
        try:
            self.look_up(self.text)
        except FilterError as error:
            return error
        return None

    def look_up(self, text: str) -> None:
        """Raises FilterError for what cannot be read, and for names that nothing has."""
        if self.table is TIME:
            time_condition(text, self.actor)
        else:
            condition(text, self.actor)

    def parsed(self) -> Node | None:
        return parse(self.text, Formats.of(self.actor.user), self.table)


class CompletionView(FilterView):
    """What may stand at `cursor` in `filter`, and what is wrong with the filter as it stands."""

    def get(self, request: WorkspaceRequest, **kwargs: object) -> JsonResponse:
        asked = request.GET.get("cursor", "")
        cursor = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else len(self.text)
        items = [
            {
                "insert": one.insert,
                "start": one.start,
                "end": one.end,
                "title": one.title,
                "hint": one.hint,
                "icon": one.icon,
                "colour": one.colour,
            }
            for one in complete(self.text, cursor, self.actor, self.table).items
        ]
        return JsonResponse({"items": items, "wrong": told(self.wrong)})


class CheckView(FilterView):
    """The filter as we write it, or what is wrong with it."""

    def get(self, request: WorkspaceRequest, **kwargs: object) -> JsonResponse:
        wrong = self.wrong
        return JsonResponse({"filter": "" if wrong else printed(self.parsed()), "wrong": told(wrong)})


class BuilderView(FilterView):
    """
    The rows of a filter: of the text `filter`, or as a form sends them, with one more (`add`) or less (`remove`).

    `apply` leads to the page `next` with the filter that they say.
    """

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        asked = request.GET
        unshown = ""
        if "mode" in asked:
            rows = self.sent()
        else:
            rows, unshown = self.read()
        text, wrong = self.written(rows)
        if "apply" in asked and wrong is None:
            return redirect(self.way_back(text))
        context = {
            "lines": building.lines_of(rows.rows or (building.Row(self.first),), self.actor, self.table),
            "mode": rows.mode,
            "text": text,
            "wrong": wrong,
            "unshown": unshown,
            "next": asked.get("next", ""),
            "table": self.table,
            "builder_url": request.path,
            "full": len(rows.rows) >= building.MOST_ROWS,
        }
        page = "builder.html"
        if self.wants_fragment:
            # The dialog asks for its rows alone: it must stay open.
            page = "_rows.html" if "mode" in asked else "_builder.html"
            context["in_dialog"] = True
        return render(request, f"savedviews/filter/{page}", context, status=400 if wrong and "apply" in asked else 200)

    @property
    def first(self) -> str:
        """What a new row asks."""
        return "project" if self.table is TIME else "due"

    def read(self) -> tuple[building.Rows, str]:
        """The rows of the text; none, and the text, where rows cannot show it."""
        try:
            found = building.rows_of(self.parsed())
        except FilterError:
            found = None
        return (found, "") if found is not None else (building.Rows(building.ALL, ()), self.text)

    def sent(self) -> building.Rows:
        asked = self.request.GET
        names = Names(self.actor)
        fields, operators, values = (asked.getlist(name) for name in ("field", "operator", "value"))
        rows = [building.fitting(row, names) for row in building.read_rows(fields, operators, values, self.table)]
        removed = asked.get("remove", "")
        if removed.isascii() and removed.isdigit() and len(removed) < 3:
            rows = [row for number, row in enumerate(rows) if number != int(removed)]
        if "add" in asked and len(rows) < building.MOST_ROWS:
            rows.append(building.Row(self.first if not rows else rows[-1].field))
        return building.Rows(building.ANY if asked["mode"] == building.ANY else building.ALL, tuple(rows))

    def written(self, rows: building.Rows) -> tuple[str, FilterError | None]:
        text = ""
        try:
            text = building.written(rows, self.table)
            self.look_up(text)
        except FilterError as error:
            return text, error
        return text, None

    def way_back(self, text: str) -> str:
        """The page that asked, with the filter in its address; Today for what is no page of ours."""
        page = self.request.GET.get("next", "")
        if not is_clean(page) or not url_has_allowed_host_and_scheme(page, allowed_hosts=None):
            page = self.url("views:today")
        parts = urlsplit(page)
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"filter", "rows"}]
        return urlunsplit(("", "", parts.path, urlencode([*query, ("filter", text)]), ""))
