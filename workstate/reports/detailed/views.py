from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control

from workstate.reports.description import read_description
from workstate.reports.detailed.entries import EntryList
from workstate.reports.reader import Reader
from workstate.reports.screen.pages import parameters_of
from workstate.reports.shapes import ReportKind
from workstate.workspaces.views import WorkspaceView


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class DetailedRowsView(WorkspaceView):
    """More rows of the detailed report (`after`), or those that the page has, once more (`again`, `upto`)."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        asked = parameters_of(request.GET)
        description = read_description(ReportKind.DETAILED, asked, self.actor)
        entries = EntryList(
            description,
            Reader.of(self.actor),
            asked.get("after", ""),
            asked.get("upto", ""),
            is_again=bool(asked.get("again")),
        )
        if not self.wants_fragment:
            return redirect(entries.top_url)
        return render(request, "reports/_detailed_rows.html", {"entries": entries})
