from __future__ import annotations

from django.urls import path

from workstate.audit import views

app_name = "audit"
urlpatterns = [
    path("settings/log/", views.LogView.as_view(), name="log"),
    path("settings/log/export/", views.ExportView.as_view(), name="export"),
]
