from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import MEMBERS, Command, Group, register

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
