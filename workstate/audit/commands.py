from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register
from workstate.workspaces.settings_pages import ADMINISTRATORS, SettingsPage, register_page

register(
    Command(
        name="go.audit-log",
        title=_("Audit log"),
        group=Group.GO,
        icon="history",
        words=_("who did what history security workspace settings"),
        place="audit:log",
        roles=ADMINISTRATORS,
    ),
)
register_page(
    SettingsPage(name="audit", title=_("Audit log"), place="audit:log", icon="history", roles=ADMINISTRATORS, order=90)
)
