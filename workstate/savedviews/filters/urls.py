from __future__ import annotations

from django.urls import path

from workstate.savedviews.filters import views

app_name = "filters"
urlpatterns = [
    path("completion/", views.CompletionView.as_view(), name="completion"),
    path("check/", views.CheckView.as_view(), name="check"),
    path("builder/", views.BuilderView.as_view(), name="builder"),
]
