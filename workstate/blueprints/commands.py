from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import MEMBERS, Command, Group, register

register(
    Command(
        name="go.templates",
        title=_("Templates"),
        group=Group.GO,
        icon="layers",
        words=_("blueprints patterns"),
        place="blueprints:templates",
        roles=MEMBERS,
    ),
)
