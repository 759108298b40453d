from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, register

register(
    Command(
        name="timer.toggle",
        order=3,
        title=_("Start or stop the timer"),
        group=Group.ANYWHERE,
        keys=("s",),
        icon="play",
        words=_("clock track time pause"),
        act="timer",
    ),
    Command(
        name="entry.continue",
        order=3,
        title=_("Continue the entry"),
        group=Group.LIST,
        where=Where.LIST,
        keys=("c",),
        icon="play",
        words=_("again timer resume"),
        press="[data-continue]",
    ),
    Command(
        name="go.time",
        order=4,
        title=_("Time"),
        group=Group.GO,
        keys=("g h",),
        icon="timer",
        words=_("hours entries log"),
        place="timetracking:day-list",
    ),
)
