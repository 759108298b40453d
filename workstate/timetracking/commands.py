from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Role
from workstate.core.commands import MEMBERS, Command, Group, Where, Words, register
from workstate.workspaces.settings_pages import ADMINISTRATORS, SettingsPage, register_page

register_page(
    SettingsPage(name="time", title=_("Time rules"), place="timetracking:rules", icon="timer", roles=MEMBERS, order=40),
    SettingsPage(
        name="approvals",
        title=_("Approvals"),
        place="timetracking:approvals",
        icon="circle-check",
        roles=ADMINISTRATORS,
        order=50,
    ),
)
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
        writes=True,
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
        writes=True,
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
        name="go.timecalendar",
        order=4,
        title=_("Calendar of time"),
        group=Group.GO,
        keys=("g k",),
        icon="calendar",
        words=_("hours entries week day drag"),
        place="timetracking:calendar",
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
        name="week.submit",
        title=_("Submit this week"),
        group=Group.VIEW,
        icon="check",
        words=_("timesheet hand in approval"),
    ),
    Command(
        name="week.take-back",
        title=_("Take this week back"),
        group=Group.VIEW,
        icon="undo-2",
        words=_("timesheet withdraw unlock approval"),
    ),
    Command(
        name="week.approve",
        title=_("Approve this week"),
        group=Group.VIEW,
        icon="circle-check",
        words=_("timesheet approval"),
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


def _on_entries(name: str, title: Words, *keys: str) -> Command:
    """A key of the list of time: it means the entries that are selected, else the one at the cursor."""
    return Command(
        name=f"entries.{name}",
        title=title,
        group=Group.TIME,
        where=Where.LAYOUT,
        keys=keys,
        heard_in="entries/keys.js",
    )


register(
    _on_entries("project", _("Time: give it a project"), "m"),
    _on_entries("task", _("Time: put it on a task"), "t"),
    _on_entries("labels", _("Time: labels"), "l"),
    _on_entries("description", _("Time: describe it"), "w"),
    _on_entries("day", _("Time: move to a day"), "d"),
    _on_entries("billable", _("Time: billable or not"), "b"),
    _on_entries("split", _("Time: split"), "p"),
    _on_entries("merge", _("Time: merge into one"), "u"),
    _on_entries("duplicate", _("Time: duplicate"), "y"),
    _on_entries("today", _("Time: duplicate to today"), "Y"),
    _on_entries("delete", _("Time: delete"), "#"),
    _on_entries("all", _("Time: select all of a day"), "A"),
    _on_entries("add", _("Time: write some down"), "n"),
)


def _in_calendar(name: str, title: Words, *keys: str) -> Command:
    """A key of the calendar of time: it means the entry, or the hour, at the cursor."""
    return Command(
        name=f"timecalendar.{name}",
        title=title,
        group=Group.TIME,
        where=Where.LAYOUT,
        keys=keys,
        heard_in="time-calendar/keys.js",
    )


register(
    _in_calendar(
        "move", _("Calendar of time: move the entry"), *(f"Alt+Arrow{way}" for way in ("Left", "Right", "Up", "Down"))
    ),
    _in_calendar("stop", _("Calendar of time: move its end"), "Alt+Shift+ArrowDown", "Alt+Shift+ArrowUp"),
    _in_calendar("start", _("Calendar of time: move its beginning"), "Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft"),
    _in_calendar("add", _("Calendar of time: write time down"), "n"),
    _in_calendar("continue", _("Calendar of time: continue"), "c"),
    _in_calendar("split", _("Calendar of time: split in the middle"), "x"),
    _in_calendar("copy", _("Calendar of time: duplicate"), "y"),
    _in_calendar("delete", _("Calendar of time: delete"), "#", "Delete"),
    _in_calendar("today", _("Calendar of time: go to today"), "t"),
)
