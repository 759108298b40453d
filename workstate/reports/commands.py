from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Role
from workstate.core.commands import EVERYBODY, Command, Group, register
from workstate.reports.shapes import ReportKind

ADMINISTRATORS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
CLOSED = {ReportKind.PROFITABILITY, ReportKind.TEAM}

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
    Command(
        name="go.saved-reports",
        order=4,
        title=_("Saved reports"),
        group=Group.GO,
        icon="bookmark",
        words=_("shared links mails schedules"),
        place="reports:saved",
    ),
)


def _title(kind: str) -> str:
    return gettext("Reports: %(kind)s") % {"kind": ReportKind(kind).label}


register(
    *(
        Command(
            name=f"report.{kind.value}",
            order=4,
            title=lazy(_title, str)(kind.value),
            group=Group.GO,
            icon="chart-no-axes-column",
            place=f"reports:{kind.value}",
            roles=ADMINISTRATORS if kind in CLOSED else EVERYBODY,
        )
        for kind in ReportKind
        if kind != ReportKind.SUMMARY
    )
)
