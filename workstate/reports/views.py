from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control

from workstate.core.errors import Invalid
from workstate.reports.description import Description, read_description
from workstate.reports.exporters.csv import file_name, write_csv
from workstate.reports.pages import ReportPage
from workstate.reports.queries import make_report
from workstate.workspaces.views import WorkspaceView

private = method_decorator(cache_control(private=True, no_store=True), name="dispatch")


@private
class SummaryView(WorkspaceView):
    """Where the time went: the answer, its bars and its table; for htmx, which looks what has changed, without the frame."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            description = read_description(request.GET, self.actor)
        except Invalid as error:
            page = ReportPage(Description.default(self.actor), self.actor)
            return render(request, "reports/summary.html", {"page": page, "errors": error.messages}, status=400)
        page = ReportPage(description, self.actor, make_report(description, self.actor))
        return render(request, "reports/_live.html" if self.wants_fragment else "reports/summary.html", {"page": page})


@private
class SummaryCsvView(WorkspaceView):
    """The same numbers as a file."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        report = make_report(read_description(request.GET, self.actor), self.actor)
        response = HttpResponse(write_csv(report), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{file_name(report)}"'
        return response
