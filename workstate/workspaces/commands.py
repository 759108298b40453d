from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register

register(
    Command(
        name="go.workspace-settings",
        title=_("Workspace settings"),
        group=Group.GO,
        icon="settings",
        place="workspaces:settings",
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
