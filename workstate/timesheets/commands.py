from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register

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
)
