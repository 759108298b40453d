from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, register

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

register(
    Command(
        name="go.goals",
        order=6,
        title=_("Goals"),
        group=Group.GO,
        keys=("g o",),
        icon="target",
        words=_("streak target hours a day a week"),
        place="focus:goals",
    ),
)
register(
    Command(
        name="go.capacity",
        order=7,
        title=_("Capacity"),
        group=Group.GO,
        keys=("g y",),
        icon="users",
        words=_("workload team load planned hours"),
        place="focus:capacity",
    ),
)
register(
    Command(
        name="capacity.move",
        title=_("Capacity: move the task to another day or person"),
        group=Group.TIME,
        where=Where.LAYOUT,
        keys=("Alt+ArrowLeft", "Alt+ArrowRight", "Alt+ArrowUp", "Alt+ArrowDown"),
        heard_in="capacity/keys.js",
    ),
)
