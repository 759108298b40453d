from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import MEMBERS, Command, Group, register
from workstate.workspaces.settings_pages import ADMINISTRATORS, SettingsPage, register_page

register(
    Command(
        name="go.workspace-settings",
        title=_("Workspace settings"),
        group=Group.GO,
        icon="settings",
        words=_("name people members general"),
        place="workspaces:settings",
    ),
    Command(
        name="go.people",
        title=_("People"),
        group=Group.GO,
        icon="users",
        words=_("members roles workspace settings"),
        place="workspaces:people",
    ),
    Command(
        name="go.groups",
        title=_("Groups"),
        group=Group.GO,
        icon="users",
        words=_("teams people members workspace settings"),
        place="workspaces:groups",
        roles=MEMBERS,
    ),
    Command(
        name="go.workspaces",
        title=_("Your workspaces"),
        group=Group.GO,
        keys=("W",),
        icon="layers",
        words=_("all workspaces switch archived deleted restore leave"),
        place="places:list",
    ),
    Command(
        name="people.invite",
        title=_("Invite people"),
        group=Group.ANYWHERE,
        icon="plus",
        words=_("add member guest mail link team"),
        place="workspaces:new-invitation",
        roles=ADMINISTRATORS,
    ),
    Command(
        name="workspace.new",
        title=_("New workspace"),
        group=Group.ANYWHERE,
        icon="plus",
        words=_("create team"),
        place="places:new",
    ),
)

register_page(
    SettingsPage(name="general", title=_("General"), place="workspaces:settings", icon="settings", order=0),
    SettingsPage(name="people", title=_("People"), place="workspaces:people", icon="user", order=10),
    SettingsPage(name="groups", title=_("Groups"), place="workspaces:groups", icon="users", roles=MEMBERS, order=20),
)
