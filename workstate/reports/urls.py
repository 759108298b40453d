from __future__ import annotations

from django.urls import URLPattern, path

from workstate.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("reports/", views.SummaryView.as_view(), name="summary"),
    path("reports/summary.csv", views.SummaryCsvView.as_view(), name="summary-csv"),
]
