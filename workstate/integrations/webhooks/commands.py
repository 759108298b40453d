from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.workspaces.settings_pages import ADMINISTRATORS, SettingsPage, register_page

register_page(
    SettingsPage(
        name="webhooks",
        title=_("Webhooks"),
        place="webhooks:webhooks",
        icon="webhook",
        roles=ADMINISTRATORS,
        order=35,
    )
)
