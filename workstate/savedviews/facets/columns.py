"""Facets that are a column of the task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, DateField, F, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.savedviews.facets.base import NEAR, Bucket, Facet, Orders
from workstate.tasks.models import Priority, Task


class ColumnFacet(Facet):
    """Sorted by a column of the task, those that say nothing last either way."""

    def __init__(self, key: str, title: str, column: str, icon: str = "", *, folded: bool = False) -> None:
        super().__init__(key, title, icon)
        self.column, self.folded = column, folded

    def order(self, *, descending: bool) -> Orders:
        by = Lower(self.column) if self.folded else F(self.column)
        return [by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)]


class HandFacet(Facet):
    shows = False

    def order(self, *, descending: bool) -> Orders:
        return ["-position", "-id"] if descending else ["position", "id"]


class DayFacet(ColumnFacet):
    """Grouped by day: what is past together, each day near, what is later together."""

    groups = True

    def __init__(self, key: str, title: str, column: str, icon: str, past: str, none: str) -> None:
        super().__init__(key, title, column, icon)
        self.past, self.none = past, none
        self.near = NEAR

    def order(self, *, descending: bool) -> Orders:
        columns = [self.column, "due_time"] if self.column == "due_on" else [self.column]
        return [F(c).desc(nulls_last=True) if descending else F(c).asc(nulls_last=True) for c in columns]

    def keyed(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return tasks.annotate(group_key=F(self.column))

    def gathered(self, tasks: QuerySet[Task], formats: Formats) -> QuerySet[Task]:
        """What is past is of yesterday, what is later of the first day after those near."""
        day, last = timedelta(days=1), formats.today + timedelta(days=self.near)
        key = Case(
            When(**{f"{self.column}__lt": formats.today}, then=Value(formats.today - day)),
            When(**{f"{self.column}__gt": last}, then=Value(last + day)),
            default=F(self.column),
            output_field=DateField(),
        )
        return tasks.annotate(group_key=key)

    def group_order(self) -> Orders:
        return [F(self.column).asc(nulls_last=True)]

    def buckets(self, keys: Iterable[Any], actor: Actor, formats: Formats) -> dict[Any, Bucket]:
        return {key: self.bucket(key, formats) for key in keys}

    def bucket(self, day: date | None, formats: Formats) -> Bucket:
        if day is None:
            return Bucket(f"{self.key}-undated", self.none, value="")
        if day < formats.today:
            return Bucket(f"{self.key}-late", self.past)
        if day > formats.today + timedelta(days=self.near):
            return Bucket(f"{self.key}-later", _("Later"))
        title = {0: _("Today"), 1: _("Tomorrow")}.get((day - formats.today).days) or formats.full_day(day)
        return Bucket(f"{self.key}-{day.isoformat()}", title, value=day.isoformat(), day=day)

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        days = [formats.today + timedelta(days=ahead) for ahead in range(self.near + 1)]
        return [*(self.bucket(day, formats) for day in days), self.bucket(None, formats)]


class PriorityFacet(ColumnFacet):
    groups = True

    def __init__(self) -> None:
        super().__init__("priority", _("Priority"), "priority", "flag")

    def keyed(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return tasks.annotate(group_key=F("priority"))

    def group_order(self) -> Orders:
        return ["priority"]

    def buckets(self, keys: Iterable[Any], actor: Actor, formats: Formats) -> dict[Any, Bucket]:
        return {key: self._bucket(key) for key in keys}

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        return [self._bucket(value) for value in Priority.values]

    def _bucket(self, value: int) -> Bucket:
        return Bucket(
            f"priority-{value}", str(Priority(value).label), value=str(value), icon="flag", colour=f"p{value}"
        )


class StateFacet(Facet):
    """Open, completed, cancelled."""

    groups = True
    sorts = False

    def __init__(self) -> None:
        super().__init__("state", _("State"), "circle-check")

    def keyed(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return tasks.annotate(
            group_key=Case(
                When(completed_at__isnull=False, then=Value("completed")),
                When(cancelled_at__isnull=False, then=Value("x-cancelled")),
                default=Value("a-open"),
                output_field=CharField(),
            )
        )

    def group_order(self) -> Orders:
        return ["group_key"]

    def buckets(self, keys: Iterable[Any], actor: Actor, formats: Formats) -> dict[Any, Bucket]:
        return {key: bucket for key, bucket in self._all().items() if key in set(keys)}

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        return list(self._all().values())

    def _all(self) -> dict[str, Bucket]:
        return {
            "a-open": Bucket("state-open", _("Open"), value="open", icon="circle"),
            "completed": Bucket("state-completed", _("Completed"), value="completed", icon="circle-check"),
            "x-cancelled": Bucket("state-cancelled", _("Cancelled"), value="cancelled", icon="ban"),
        }
