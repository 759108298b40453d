from __future__ import annotations

from django.urls import path

from workstate.projects.views import clients, folders, projects, sections, sharing

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
    path("projects/<uuid:project>/sharing/", sharing.SharingView.as_view(), name="sharing"),
    path("projects/<uuid:project>/sharing/everyone/", sharing.EveryoneView.as_view(), name="sharing-everyone"),
    path(
        "projects/<uuid:project>/sharing/people/<uuid:member>/",
        sharing.SharedPersonView.as_view(),
        name="sharing-person",
    ),
    path(
        "projects/<uuid:project>/sharing/groups/<uuid:group>/", sharing.SharedGroupView.as_view(), name="sharing-group"
    ),
    path("projects/<uuid:project>/sharing/departure/", sharing.DepartureView.as_view(), name="sharing-departure"),
    path(
        "projects/<uuid:project>/sharing/ownership/<uuid:member>/",
        sharing.OwnershipView.as_view(),
        name="sharing-ownership",
    ),
    path("projects/<uuid:project>/sharing/invitations/", sharing.InvitationsView.as_view(), name="sharing-invitations"),
    path("clients/", clients.ClientListView.as_view(), name="clients"),
    path("clients/<uuid:client>/", clients.ClientView.as_view(), name="client"),
    path("clients/<uuid:client>/settings/", clients.ClientSettingsView.as_view(), name="client-settings"),
    path("clients/<uuid:client>/archive/", clients.ClientArchiveView.as_view(), name="client-archive"),
    path("clients/<uuid:client>/merger/", clients.ClientMergerView.as_view(), name="client-merger"),
    path("clients/<uuid:client>/restoration/", clients.ClientRestorationView.as_view(), name="client-restoration"),
    path("sections/<uuid:section>/", sections.SectionDetailView.as_view(), name="section"),
    path("sections/<uuid:section>/place/", sections.SectionPlaceView.as_view(), name="section-place"),
    path("sections/<uuid:section>/folding/", sections.SectionFoldingView.as_view(), name="section-folding"),
    path("folders/", folders.FolderListView.as_view(), name="folders"),
    path("folders/<uuid:folder>/", folders.FolderDetailView.as_view(), name="folder"),
    path("folders/<uuid:folder>/place/", folders.FolderPlaceView.as_view(), name="folder-place"),
    path("folders/<uuid:folder>/folding/", folders.FolderFoldingView.as_view(), name="folder-folding"),
    path("folders/<uuid:folder>/restoration/", folders.FolderRestorationView.as_view(), name="folder-restoration"),
]
