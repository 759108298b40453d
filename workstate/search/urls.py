from __future__ import annotations

from django.urls import URLPattern, path

from workstate.search import views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("search/", views.ResultsView.as_view(), name="results"),
    path("search/palette/", views.PaletteView.as_view(), name="palette"),
    path("search/recent/", views.RecentView.as_view(), name="recent"),
]
