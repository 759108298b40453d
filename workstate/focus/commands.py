from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register

register(
    Command(
        name="focus.mode",
        order=3,
        title=_("Focus mode"),
        group=Group.ANYWHERE,
        keys=("z",),
        icon="target",
        words=_("pomodoro concentrate zen break tomato"),
        act="focus",
        place="focus:mode",
    ),
)
