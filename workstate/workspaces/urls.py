from __future__ import annotations

from django.urls import URLPattern, path

from workstate.workspaces import general_views

app_name = "workspaces"
urlpatterns: list[URLPattern] = [
    path("settings/", general_views.GeneralView.as_view(), name="settings"),
    path("settings/people/", general_views.PeopleView.as_view(), name="people"),
]
