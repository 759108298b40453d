from __future__ import annotations

from django.urls import path

from workstate.projects.views import folders, projects, sections

app_name = "projects"
urlpatterns = [
    path("projects/", projects.ProjectListView.as_view(), name="list"),
    path("projects/new/", projects.NewProjectView.as_view(), name="new"),
    path("projects/<uuid:project>/settings/", projects.ProjectSettingsView.as_view(), name="settings"),
    path("projects/<uuid:project>/favourite/", projects.FavouriteView.as_view(), name="favourite"),
    path("projects/<uuid:project>/archive/", projects.ArchiveView.as_view(), name="archive"),
    path("projects/<uuid:project>/place/", projects.PlaceView.as_view(), name="place"),
    path("projects/<uuid:project>/folding/", projects.FoldingView.as_view(), name="folding"),
    path("projects/<uuid:project>/restoration/", projects.RestorationView.as_view(), name="restoration"),
    path("projects/<uuid:project>/sections/", sections.SectionListView.as_view(), name="sections"),
    path("sections/<uuid:section>/", sections.SectionDetailView.as_view(), name="section"),
    path("sections/<uuid:section>/place/", sections.SectionPlaceView.as_view(), name="section-place"),
    path("sections/<uuid:section>/folding/", sections.SectionFoldingView.as_view(), name="section-folding"),
    path("folders/", folders.FolderListView.as_view(), name="folders"),
    path("folders/<uuid:folder>/", folders.FolderDetailView.as_view(), name="folder"),
    path("folders/<uuid:folder>/place/", folders.FolderPlaceView.as_view(), name="folder-place"),
    path("folders/<uuid:folder>/folding/", folders.FolderFoldingView.as_view(), name="folder-folding"),
    path("folders/<uuid:folder>/restoration/", folders.FolderRestorationView.as_view(), name="folder-restoration"),
]
