from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register

register(
    Command(
        name="go.activity",
        order=3,
        title=_("Activity"),
        group=Group.GO,
        icon="history",
        words=_("feed what happened news history"),
        place="feeds:workspace",
    ),
)
