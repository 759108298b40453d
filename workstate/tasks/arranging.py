"""
How a list of tasks is arranged: grouped by what, in which order.

For any list: `in_order` puts a query in order, `counts` says how many stand in each group (one query), `bunches` cuts what
was fetched into groups. A task with several labels stands under the first of them by name, and so with people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid
from workstate.projects.models import Grouping, ProjectView, Sorting
from workstate.tasks.models import Priority, Task, TaskAssignee, TaskLabel

NEAR = 6  # days that have a group of their own


@dataclass(frozen=True, slots=True)
class Arrangement:
    grouping: str = Grouping.SECTION
    sorting: str = Sorting.HAND
    shows_completed: bool = True

    @classmethod
    def of(cls, view: ProjectView | None) -> Arrangement:
        return cls(view.grouping, view.sorting, view.shows_completed) if view else cls()

    @property
    def by_hand(self) -> bool:
        """Whether rows may be put in order by hand: they are shown in that order, all of a list or section together."""
        return self.sorting == Sorting.HAND and self.grouping in {Grouping.SECTION, Grouping.NONE}

    @property
    def query(self) -> str:
        """The part of an address that names it."""
        done = {} if self.shows_completed else {"completed": "0"}
        return urlencode({"group": self.grouping, "sort": self.sorting, **done})


@dataclass(frozen=True, slots=True)
class Bunch:
    """Tasks that stand together; `count` is how many there are, more than were fetched perhaps."""

    key: str
    title: str
    tasks: list[Task]
    count: int


def asked(query: Mapping[str, str], usual: Arrangement) -> Arrangement:
    """The arrangement of an address; what it does not say is as usual. Raises Invalid for what there is not."""
    grouping, sorting = query.get("group", usual.grouping), query.get("sort", usual.sorting)
    if grouping not in Grouping.values:
        raise Invalid(_("Choose one of the groupings offered."), field="group")
    if sorting not in Sorting.values:
        raise Invalid(_("Choose one of the orders offered."), field="sort")
    completed = query.get("completed", "1" if usual.shows_completed else "0")
    return Arrangement(grouping, sorting, completed != "0")


def in_order(tasks: QuerySet[Task], arrangement: Arrangement) -> QuerySet[Task]:
    """The tasks group by group, each group in its order; with `group_key`, by which counts() and bunches() go."""
    return _keyed(tasks, arrangement.grouping).order_by(
        *_group_order(arrangement.grouping), *_order(arrangement.sorting)
    )


def counts(tasks: QuerySet[Task], arrangement: Arrangement) -> dict[Any, int]:
    """How many of the tasks have each key."""
    if arrangement.grouping == Grouping.NONE:
        return {None: tasks.order_by().count()}
    keyed: Any = _keyed(tasks.order_by(), arrangement.grouping)
    return dict(keyed.values("group_key").annotate(count=Count("pk")).values_list("group_key", "count"))


def bunches(tasks: Iterable[Task], count: Mapping[Any, int], grouping: str, formats: Formats) -> list[Bunch]:
    """
    What in_order() brought, cut into groups in that order. Not for sections: those without tasks are groups too.

    `formats` says what is today and how days are written.
    """
    if grouping == Grouping.DUE:
        return _by_day(tasks, count, formats)
    titles = {Grouping.LABEL: _("No label"), Grouping.ASSIGNEE: _("Nobody")}
    found = []
    for key, together in groupby(tasks, key=lambda task: getattr(task, "group_key", None)):
        rows = list(together)
        if grouping == Grouping.NONE:
            title = _("Tasks")
        elif key is None:
            title = titles[Grouping(grouping)]
        else:
            title = _title(rows[0], grouping, key)
        found.append(Bunch(f"{grouping}-{key or 'none'}", title, rows, count.get(key, len(rows))))
    return found


def _title(task: Task, grouping: str, key: Any) -> str:
    if grouping == Grouping.PRIORITY:
        return str(Priority(key).label)
    return str(task.group_title)  # type: ignore[attr-defined]


def _by_day(tasks: Iterable[Task], count: Mapping[Any, int], formats: Formats) -> list[Bunch]:
    total: dict[str, int] = {}
    for day, number in count.items():
        total[_span(day, formats.today)[0]] = total.get(_span(day, formats.today)[0], 0) + number
    found = []
    for (key, day), together in groupby(tasks, key=lambda task: _span(task.due_on, formats.today)):
        rows = list(together)
        words = {"late": _("Overdue"), "later": _("Later"), "undated": _("No date")}.get(key)
        if words is None:
            assert day is not None
            words = {0: _("Today"), 1: _("Tomorrow")}.get((day - formats.today).days) or formats.full_day(day)
        found.append(Bunch(f"due-{key}", words, rows, total.get(key, len(rows))))
    return found


def _span(day: date | None, today: date) -> tuple[str, date | None]:
    if day is None:
        return "undated", None
    if day < today:
        return "late", None
    return (day.isoformat(), day) if day <= today + timedelta(days=NEAR) else ("later", None)


def _keyed(tasks: QuerySet[Task], grouping: str) -> QuerySet[Task]:
    match grouping:
        case Grouping.SECTION:
            return tasks.annotate(group_key=F("section_id"))
        case Grouping.DUE:
            return tasks.annotate(group_key=F("due_on"))
        case Grouping.PRIORITY:
            return tasks.annotate(group_key=F("priority"))
        case Grouping.LABEL:
            first = TaskLabel.objects.filter(task=OuterRef("pk")).order_by(Lower("label__name"))
            return tasks.annotate(
                group_key=Subquery(first.values("label")[:1]), group_title=Subquery(first.values("label__name")[:1])
            )
        case Grouping.ASSIGNEE:
            one = TaskAssignee.objects.filter(task=OuterRef("pk")).order_by(Lower("member__user__name"), "member")
            return tasks.annotate(
                group_key=Subquery(one.values("member")[:1]), group_title=Subquery(one.values("member__user__name")[:1])
            )
        case _:
            return tasks


def _group_order(grouping: str) -> list[str | OrderBy]:
    match grouping:
        case Grouping.SECTION:
            return [F("section__position").asc(nulls_first=True), "section_id"]
        case Grouping.DUE:
            return [F("due_on").asc(nulls_last=True)]
        case Grouping.PRIORITY:
            return ["priority"]
        case Grouping.LABEL | Grouping.ASSIGNEE:
            return [Lower("group_title").asc(nulls_last=True), F("group_key").asc(nulls_last=True)]
        case _:
            return []


def _order(sorting: str) -> list[str | OrderBy]:
    due: list[str | OrderBy] = [F("due_on").asc(nulls_last=True), F("due_time").asc(nulls_last=True)]
    match sorting:
        case Sorting.DUE:
            return [*due, "priority", "position", "id"]
        case Sorting.PRIORITY:
            return ["priority", *due, "position", "id"]
        case Sorting.TITLE:
            return [Lower("title").asc(), "id"]
        case Sorting.CREATED:
            return ["-created_at", "-id"]
        case _:
            return ["position", "id"]
