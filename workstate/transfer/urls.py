from __future__ import annotations

from django.urls import path

from workstate.transfer import views

app_name = "transfer"
urlpatterns = [
    path("", views.StartView.as_view(), name="start"),
    path("<uuid:incoming>/", views.ImportView.as_view(), name="import"),
    path("<uuid:incoming>/run/", views.RunView.as_view(), name="run"),
]
