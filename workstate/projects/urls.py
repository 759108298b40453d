from __future__ import annotations

from django.urls import path

from workstate.projects import views

app_name = "projects"
urlpatterns = [
    path("projects/", views.ProjectListView.as_view(), name="list"),
    path("projects/new/", views.NewProjectView.as_view(), name="new"),
    path("projects/<uuid:project>/settings/", views.ProjectSettingsView.as_view(), name="settings"),
    path("projects/<uuid:project>/favourite/", views.FavouriteView.as_view(), name="favourite"),
    path("projects/<uuid:project>/archive/", views.ArchiveView.as_view(), name="archive"),
    path("projects/<uuid:project>/place/", views.PlaceView.as_view(), name="place"),
    path("projects/<uuid:project>/restoration/", views.RestorationView.as_view(), name="restoration"),
    path("projects/<uuid:project>/sections/", views.SectionListView.as_view(), name="sections"),
]
