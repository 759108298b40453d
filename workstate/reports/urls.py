from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from workstate.reports import (
    converters,  # noqa: F401  it makes "report" known
    views,
)
from workstate.reports.detailed.views import DetailedRowsView
from workstate.reports.files import urls as files
from workstate.reports.shapes import ReportKind

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", views.ReportView.as_view(), name="summary"),
    path("reports/saved/", include("workstate.reports.saved.urls")),
    *files.urlpatterns,
    # A name for each, by which the palette knows them.
    *(
        path(f"reports/{kind.value}/", views.ReportView.as_view(), {"kind": kind}, name=kind.value)
        for kind in ReportKind
        if kind != ReportKind.SUMMARY
    ),
    path("reports/detailed/rows/", DetailedRowsView.as_view(), name="detailed-rows"),
    path("reports/<report:kind>/", views.ReportView.as_view(), name="report"),
    path("reports/<report:kind>.<slug:format>", views.ReportFileView.as_view(), name="file"),
]
