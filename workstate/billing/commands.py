from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register
from workstate.workspaces.settings_pages import ADMINISTRATORS, SettingsPage, register_page

register_page(
    SettingsPage(name="rates", title=_("Rates"), place="billing:rates", icon="coins", roles=ADMINISTRATORS, order=60),
    SettingsPage(
        name="letterhead",
        title=_("Letterhead"),
        place="billing:letterhead",
        icon="newspaper",
        roles=ADMINISTRATORS,
        order=70,
    ),
)
register(
    Command(
        name="go.rates",
        title=_("Rates"),
        group=Group.GO,
        icon="coins",
        words=_("money hourly billable cost currency settings"),
        place="billing:rates",
        roles=ADMINISTRATORS,
    ),
)
