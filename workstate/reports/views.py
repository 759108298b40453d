from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control

from workstate.reports.description import read_description
from workstate.reports.exporters import respond
from workstate.reports.kinds import make_report
from workstate.reports.reader import Reader
from workstate.reports.screen.pages import ReportPage, parameters_of
from workstate.reports.shapes import ReportKind
from workstate.workspaces.views import WorkspaceView

private = method_decorator(cache_control(private=True, no_store=True), name="dispatch")


@private
class ReportView(WorkspaceView):
    """A report of any kind: its bar, its answer, its charts and tables. For htmx without the frame, or the answer alone."""

    def get(self, request: HttpRequest, *, kind: ReportKind = ReportKind.SUMMARY, **kwargs: str) -> HttpResponse:
        page = ReportPage.read(kind, parameters_of(request.GET), Reader.of(self.actor))
        response = render(request, self._template(page), {"page": page}, status=400 if page.wrong else 200)
        if self.wants_fragment and not self._wants_answer:
            # The address as we write it: without fields that say nothing.
            response["HX-Push-Url"] = request.get_full_path() if page.wrong else page.bar.full_url
        return response

    @property
    def _wants_answer(self) -> bool:
        return self.request.htmx.target == "div#report"

    def _template(self, page: ReportPage) -> str:
        if not self.wants_fragment:
            return "reports/report.html"
        return "reports/_live.html" if self._wants_answer and page.report else "reports/page.swap.html"


@private
class ReportFileView(WorkspaceView):
    """The same numbers as a file."""

    def get(self, request: HttpRequest, *, kind: ReportKind, format: str, **kwargs: str) -> HttpResponseBase:
        reader = Reader.of(self.actor)
        description = read_description(kind, parameters_of(request.GET), self.actor)
        return respond(make_report(description, reader), format)
