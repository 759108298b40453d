from __future__ import annotations

from django.urls import path

from workstate.reports import converters  # noqa: F401  it makes "report" known
from workstate.reports.files import views

urlpatterns = [
    path("reports/<report:kind>/files/", views.FilesView.as_view(), name="files"),
    path("reports/files/<uuid:file>/", views.FileView.as_view(), name="made"),
    path("reports/files/<uuid:file>/content/", views.ContentView.as_view(), name="content"),
]
