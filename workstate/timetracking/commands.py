from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Role
from workstate.core.commands import MEMBERS, Command, Group, Where, register

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
        name="timer.suggestion",
        order=3,
        title=_("Start what you usually do now"),
        group=Group.ANYWHERE,
        keys=("S",),
        icon="sparkles",
        words=_("suggestion guess habit likely timer"),
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
    Command(
        name="go.time-rules",
        title=_("Time rules"),
        group=Group.GO,
        icon="timer",
        words=_("rounding required locked periods approval settings"),
        place="timetracking:rules",
        roles=MEMBERS,
    ),
    Command(
        name="go.approvals",
        title=_("Approvals"),
        group=Group.GO,
        icon="circle-check",
        words=_("weeks timesheets submitted approve"),
        place="timetracking:approvals",
        roles=frozenset({Role.OWNER, Role.ADMINISTRATOR}),
    ),
)
