from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register

register(
    Command(
        name="go.reports",
        order=4,
        title=_("Reports"),
        group=Group.GO,
        keys=("g r",),
        icon="chart-no-axes-column",
        words=_("charts summary where time went"),
        place="reports:summary",
    ),
)
