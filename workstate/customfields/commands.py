from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import MEMBERS, Command, Group, register
from workstate.workspaces.settings_pages import SettingsPage, register_page

register_page(
    SettingsPage(
        name="fields",
        title=_("Custom fields"),
        place="customfields:list",
        icon="sliders-horizontal",
        roles=MEMBERS,
        order=30,
    ),
)
register(
    Command(
        name="go.fields",
        title=_("Custom fields"),
        group=Group.GO,
        icon="sliders-horizontal",
        words=_("columns properties"),
        place="customfields:list",
        roles=MEMBERS,
    ),
)
