from __future__ import annotations

from django.urls import URLPattern, path

from workstate.workspaces import general_views, group_views, invitation_views, people_views

app_name = "workspaces"
GROUP = "settings/groups/<uuid:group>/"
MEMBER = "settings/people/<uuid:member>/"
INVITATION = "settings/people/invitations/<uuid:invitation>/"
urlpatterns: list[URLPattern] = [
    path("settings/", general_views.GeneralView.as_view(), name="settings"),
    path("settings/logo/", general_views.LogoView.as_view(), name="logo"),
    path("settings/team/", general_views.TeamView.as_view(), name="team"),
    path("settings/archival/", general_views.ArchivalView.as_view(), name="archival"),
    path("settings/deletion/", general_views.DeletionView.as_view(), name="deletion"),
    path("settings/people/departure/", people_views.DepartureView.as_view(), name="departure"),
    path("settings/people/", people_views.PeopleView.as_view(), name="people"),
    path(MEMBER, people_views.MemberView.as_view(), name="member"),
    path(f"{MEMBER}removal/", people_views.MemberRemovalView.as_view(), name="member-removal"),
    path(f"{MEMBER}restoration/", people_views.MemberRestorationView.as_view(), name="member-restoration"),
    path(f"{MEMBER}ownership/", people_views.MemberOwnershipView.as_view(), name="member-ownership"),
    path("settings/people/invitations/", invitation_views.InvitationsView.as_view(), name="invitations"),
    path("settings/people/invitations/new/", invitation_views.NewInvitationView.as_view(), name="new-invitation"),
    path("settings/people/invitations/links/", invitation_views.InvitationLinksView.as_view(), name="invitation-links"),
    path(INVITATION, invitation_views.InvitationView.as_view(), name="invitation"),
    path(
        f"{INVITATION}restoration/", invitation_views.InvitationRestorationView.as_view(), name="invitation-restoration"
    ),
    path(f"{INVITATION}sending/", invitation_views.InvitationSendingView.as_view(), name="invitation-sending"),
    path("settings/groups/", group_views.GroupsView.as_view(), name="groups"),
    path("settings/groups/new/", group_views.NewGroupView.as_view(), name="new-group"),
    path(GROUP, group_views.GroupView.as_view(), name="group"),
    path(f"{GROUP}restoration/", group_views.GroupRestorationView.as_view(), name="group-restoration"),
]
