"""The places whose lists are views, and how a list is looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, Words, register

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
    Command(
        name="go.views",
        order=2,
        title=_("Views"),
        group=Group.GO,
        keys=("g v",),
        icon="bookmark",
        words=_("saved filters"),
        place="views:views",
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


def _heard(name: str, title: Words, script: str, *keys: str) -> Command:
    """A key that means something in one layout alone."""
    return Command(
        name=name,
        title=title,
        group=Group.LAYOUT,
        where=Where.LAYOUT,
        keys=keys,
        heard_in=f"{name.split('.')[0]}/{script}",
    )


def _pressed(name: str, title: Words, icon: str, words: Words, press: str, *keys: str) -> Command:
    return Command(
        name=name, title=title, group=Group.LAYOUT, where=Where.LAYOUT, keys=keys, icon=icon, words=words, press=press
    )


ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")

register(
    _heard("board.move", _("Board: move the card"), "keys.js", *(f"Alt+{arrow}" for arrow in ARROWS)),
    _heard("table.go", _("Table: from cell to cell"), "cells.js", *ARROWS),
    _heard("table.edit", _("Table: edit the cell"), "cells.js", "Enter", "F2"),
    _heard("table.empty", _("Table: empty the cell"), "cells.js", "Delete", "Backspace"),
    _heard("table.mark", _("Table: mark cells"), "cells.js", "Shift+ArrowLeft", "Shift+ArrowRight"),
    _heard("table.undo", _("Table: take it back"), "cells.js", "Mod+z"),
    _heard("table.column", _("Table: move the column, on its head"), "heads.js", "Alt+ArrowLeft", "Alt+ArrowRight"),
    _heard("table.width", _("Table: make the column wider"), "heads.js", "Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft"),
    _heard("calendar.move", _("Calendar: move the task"), "keys.js", *(f"Alt+{arrow}" for arrow in ARROWS)),
    _heard(
        "calendar.stretch",
        _("Calendar: change how long it takes"),
        "keys.js",
        "Alt+Shift+ArrowDown",
        "Alt+Shift+ArrowUp",
    ),
    _heard("calendar.clear", _("Calendar: take the day away"), "keys.js", "Alt+Backspace"),
    _heard("calendar.add", _("Calendar: add a task on the day"), "keys.js", "n"),
    _heard("calendar.today", _("Calendar: go to today"), "keys.js", "t"),
    _heard("calendar.earlier", _("Calendar: earlier"), "keys.js", "PageUp"),
    _heard("calendar.later", _("Calendar: later"), "keys.js", "PageDown"),
    _heard("timeline.look", _("Timeline: look earlier and later"), "keys.js", "ArrowLeft", "ArrowRight"),
    _heard("timeline.move", _("Timeline: move the task by a day"), "keys.js", "Alt+ArrowLeft", "Alt+ArrowRight"),
    _heard("timeline.week", _("Timeline: move it by a week"), "keys.js", "Alt+PageUp", "Alt+PageDown"),
    _heard(
        "timeline.due", _("Timeline: move the day it is due"), "keys.js", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight"
    ),
    _heard("timeline.start", _("Timeline: move the day it begins"), "keys.js", "Alt+,", "Alt+."),
    _heard("timeline.clear", _("Timeline: take both days away"), "keys.js", "Alt+Backspace"),
    _pressed("timeline.today", _("Timeline: go to today"), "calendar-days", _("now"), "[data-timeline-go=today]", "0"),
    _pressed(
        "timeline.closer", _("Timeline: from closer"), "plus", _("zoom in"), "[data-timeline-go=closer]", "+", "="
    ),
    _pressed(
        "timeline.farther", _("Timeline: from farther away"), "minus", _("zoom out"), "[data-timeline-go=farther]", "-"
    ),
)
