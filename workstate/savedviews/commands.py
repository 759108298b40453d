"""The places whose lists are views, and how a list is looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, register

register(
    Command(
        name="go.inbox", order=1, title=_("Inbox"), group=Group.GO, keys=("g i",), icon="inbox", place="views:inbox"
    ),
    Command(name="go.today", order=1, title=_("Today"), group=Group.GO, keys=("g t",), icon="sun", place="views:today"),
    Command(
        name="go.upcoming",
        order=1,
        title=_("Upcoming"),
        group=Group.GO,
        keys=("g u",),
        icon="calendar-days",
        words=_("next week month"),
        place="views:upcoming",
    ),
    Command(
        name="go.assigned",
        order=1,
        title=_("Assigned to me"),
        group=Group.GO,
        keys=("g a",),
        icon="user-check",
        words=_("mine my"),
        place="views:assigned",
    ),
    Command(
        name="go.completed",
        order=2,
        title=_("Completed"),
        group=Group.GO,
        keys=("g c",),
        icon="circle-check",
        words=_("done finished"),
        place="views:completed",
    ),
    Command(
        name="go.all",
        order=2,
        title=_("All tasks"),
        group=Group.GO,
        keys=("g l",),
        icon="list",
        words=_("everything list"),
        place="views:all",
    ),
)

register(
    Command(
        name="view.filter",
        order=1,
        title=_("Filter this list"),
        group=Group.VIEW,
        keys=("f",),
        icon="list-filter",
        press="[data-filter-open]",
        words=_("narrow only show"),
    ),
    Command(
        name="view.options",
        order=1,
        title=_("Group, sort, columns"),
        group=Group.VIEW,
        keys=("o",),
        icon="sliders-horizontal",
        words=_("arrange order by options show completed"),
        press="[data-options]",
    ),
    Command(
        name="layout.list",
        title=_("Show as a list"),
        group=Group.VIEW,
        keys=("v 1",),
        icon="list",
        press="button[name=layout][value=list]",
        words=_("layout"),
    ),
    Command(
        name="layout.board",
        title=_("Show as a board"),
        group=Group.VIEW,
        keys=("v 2",),
        icon="square-kanban",
        press="button[name=layout][value=board]",
        words=_("layout columns kanban"),
    ),
    Command(
        name="layout.table",
        title=_("Show as a table"),
        group=Group.VIEW,
        keys=("v 3",),
        icon="table",
        press="button[name=layout][value=table]",
        words=_("layout columns"),
    ),
    Command(
        name="layout.calendar",
        title=_("Show as a calendar"),
        group=Group.VIEW,
        keys=("v 4",),
        icon="calendar",
        press="button[name=layout][value=calendar]",
        words=_("layout month week day"),
    ),
    Command(
        name="layout.timeline",
        title=_("Show as a timeline"),
        group=Group.VIEW,
        keys=("v 5",),
        icon="chart-gantt",
        press="button[name=layout][value=timeline]",
        words=_("layout gantt"),
    ),
)
