from __future__ import annotations

from django.urls import path

from workstate.live import views

app_name = "live"
urlpatterns = [
    path("tasks/<int:number>/beside/", views.BesideTaskView.as_view(), name="task"),
    path("projects/<uuid:project>/beside/", views.BesideProjectView.as_view(), name="project"),
]
