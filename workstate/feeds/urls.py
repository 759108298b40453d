from __future__ import annotations

from django.urls import path

from workstate.feeds import views

app_name = "feeds"
urlpatterns = [
    path("activity/", views.FeedView.as_view(), name="workspace"),
    path("projects/<uuid:project>/activity/", views.ProjectFeedView.as_view(), name="project"),
]
