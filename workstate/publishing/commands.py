from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.workspaces.settings_pages import ADMINISTRATORS, SettingsPage, register_page

register_page(
    SettingsPage(
        name="public-links",
        title=_("Public links"),
        place="publishing:rules",
        icon="globe",
        roles=ADMINISTRATORS,
        order=30,
    )
)
