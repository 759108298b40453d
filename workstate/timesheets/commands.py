from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, register

register(
    Command(
        name="go.timesheet",
        order=4,
        title=_("Timesheet"),
        group=Group.GO,
        keys=("g w",),
        icon="table",
        words=_("week hours"),
        place="timesheets:week",
    ),
    Command(
        name="timesheet.next",
        title=_("Timesheet: to the next cell; all else as in a table"),
        group=Group.TIME,
        where=Where.LAYOUT,
        keys=("Tab",),
        heard_in="timesheet/keys.js",
    ),
    Command(
        name="timesheet.note",
        title=_("Timesheet: note and entries of the cell"),
        group=Group.TIME,
        where=Where.LAYOUT,
        keys=("Shift+F2",),
        heard_in="timesheet/keys.js",
    ),
)
