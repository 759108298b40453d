from __future__ import annotations

from django.urls import URLPattern, path

from workstate.workspaces import general_views, group_views

app_name = "workspaces"
GROUP = "settings/groups/<uuid:group>/"
urlpatterns: list[URLPattern] = [
    path("settings/", general_views.GeneralView.as_view(), name="settings"),
    path("settings/people/", general_views.PeopleView.as_view(), name="people"),
    path("settings/groups/", group_views.GroupsView.as_view(), name="groups"),
    path("settings/groups/new/", group_views.NewGroupView.as_view(), name="new-group"),
    path(GROUP, group_views.GroupView.as_view(), name="group"),
    path(f"{GROUP}restoration/", group_views.GroupRestorationView.as_view(), name="group-restoration"),
]
