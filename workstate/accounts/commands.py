from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import Density, Hotkeys, Theme
from workstate.core.commands import Command, Group, Words, register


def _look(name: str, title: Words, icon: str, words: Words, value: str) -> Command:
    """A choice of the person's appearance, kept at once."""
    return Command(
        name=name,
        title=title,
        group=Group.YOU,
        icon=icon,
        words=words,
        place="accounts:appearance",
        act="appearance",
        value=value,
    )


register(
    _look("theme.light", _("Light theme"), "sun", _("bright colours appearance"), f"theme={Theme.LIGHT}"),
    _look("theme.dark", _("Dark theme"), "moon", _("night colours appearance"), f"theme={Theme.DARK}"),
    _look("theme.system", _("Theme of the device"), "monitor", _("system colours appearance"), f"theme={Theme.SYSTEM}"),
    _look("density.comfortable", _("Comfortable rows"), "menu", _("density space"), f"density={Density.COMFORTABLE}"),
    _look("density.compact", _("Compact rows"), "list", _("density dense tight"), f"density={Density.COMPACT}"),
    _look("keys.on", _("Turn keys of one letter on"), "keyboard", _("shortcuts"), f"hotkeys={Hotkeys.ON}"),
    _look("keys.off", _("Turn keys of one letter off"), "keyboard", _("shortcuts"), f"hotkeys={Hotkeys.OFF}"),
    Command(
        name="go.settings",
        title=_("Your settings"),
        group=Group.YOU,
        icon="settings",
        words=_("profile name zone preferences appearance accent"),
        place="accounts:profile",
    ),
    Command(
        name="go.password",
        title=_("Password"),
        group=Group.YOU,
        icon="lock",
        place="account_change_password",
    ),
    Command(
        name="go.devices",
        title=_("Devices"),
        group=Group.YOU,
        icon="monitor",
        words=_("sessions signed in"),
        place="usersessions_list",
    ),
    Command(
        name="account.hours",
        title=_("Working hours"),
        group=Group.YOU,
        icon="briefcase",
        words=_("settings working days pause"),
        place="accounts:hours",
    ),
    Command(name="account.sign-out", title=_("Sign out"), group=Group.YOU, icon="log-out", words=_("log out leave")),
)
