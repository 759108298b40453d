"""Under /settings/data/: of whoever is signed in."""

from __future__ import annotations

from django.urls import path

from workstate.administration.views import own

app_name = "own_data"
urlpatterns = [
    path("", own.OwnDataView.as_view(), name="page"),
    path("exports/<uuid:export>/", own.ExportView.as_view(), name="export"),
    path("exports/<uuid:export>/file/", own.ExportFileView.as_view(), name="file"),
    path("deletion/", own.DeletionView.as_view(), name="deletion"),
]
